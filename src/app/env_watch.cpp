// SPDX-License-Identifier: Apache-2.0
#include "app/env_watch.h"

#include "base/on_worker.h"

#include <QGuiApplication>

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
    onWorker(
        this, [folder = m_folder] { return envExposures(folder); },
        [this, folder = m_folder](const QList<EnvExposure> &found) {
            m_looking = false;
            if (folder == m_document->projectFolder())
                tell(found);
            if (m_again)
                lookSoon();
        });
}

void EnvWatch::tell(const QList<EnvExposure> &exposures)
{
    SecretFacts facts = m_document->secretFacts();
    facts.envFiles = exposures;
    m_document->setSecretFacts(facts);
}

} // namespace chartwright
