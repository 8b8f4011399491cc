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
        tell({}); // the others are of another folder
        lookSoon();
    });
    connect(document, &Document::replaced, this, &EnvWatch::lookSoon);
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
    if (m_folder.isEmpty())
        return tell({});
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
                if (folder == watch->m_document->projectFolder())
                    watch->tell(found);
                if (watch->m_again)
                    watch->lookSoon();
            },
            Qt::QueuedConnection);
    });
}

void EnvWatch::tell(const QList<EnvExposure> &exposures)
{
    SecretFacts facts = m_document->secretFacts();
    facts.envFiles = exposures;
    m_document->setSecretFacts(facts);
}

} // namespace chartwright
