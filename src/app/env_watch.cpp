// SPDX-License-Identifier: Apache-2.0
#include "app/env_watch.h"

#include <QGuiApplication>
#include <QPointer>
#include <QThreadPool>

namespace chartwright {
namespace {

constexpr int Delay = 300; // milliseconds

} // namespace

EnvWatch::EnvWatch(Document *document, QObject *parent) : QObject(parent), m_document(document)
{
    m_later.setSingleShot(true);
    m_later.setInterval(Delay);
    connect(&m_later, &QTimer::timeout, this, &EnvWatch::look);
    connect(document, &Document::filePathChanged, this, [this] {
        m_exposures.clear(); // of another folder
        tell();
        lookSoon();
    });
    connect(document, &Document::replaced, this, &EnvWatch::lookSoon);
    // The Chart may accept them, and be renamed or deleted.
    connect(document, &Document::changed, this, [this] {
        if (!m_exposures.isEmpty())
            tell();
    });
    connect(qApp, &QGuiApplication::applicationStateChanged, this,
            [this](Qt::ApplicationState state) {
                if (state == Qt::ApplicationActive)
                    lookSoon();
            });
}

void EnvWatch::lookSoon() { m_later.start(); }

void EnvWatch::look()
{
    m_folder = m_document->projectFolder();
    m_again = m_looking;
    if (m_looking)
        return;
    if (m_folder.isEmpty()) {
        m_exposures.clear();
        return tell();
    }
    m_looking = true;
    QThreadPool::globalInstance()->start([watch = QPointer(this), folder = m_folder] {
        const QList<EnvExposure> found = envExposures(folder);
        // The watch may be gone by now; qApp is not, and runs this on the main thread.
        QMetaObject::invokeMethod(
            qApp,
            [=] {
                if (!watch)
                    return;
                watch->m_looking = false;
                if (folder == watch->m_document->projectFolder()) {
                    watch->m_exposures = found;
                    watch->tell();
                }
                if (watch->m_again)
                    watch->lookSoon();
            },
            Qt::QueuedConnection);
    });
}

void EnvWatch::tell()
{
    const QList<Finding> now = envFindings(m_document->topology(), m_exposures);
    if (std::exchange(m_told, now) != now)
        emit findingsChanged(now);
}

} // namespace chartwright
