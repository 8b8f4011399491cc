// SPDX-License-Identifier: Apache-2.0
#include "gui/session_case.h"

#include "app/message_box.h"
#include "kinds/registry.h"
#include "model/edits.h"

using namespace chartwright;

void SessionCase::init()
{
    TestCase::init();
    m_dir = std::make_unique<QTemporaryDir>();
    m_window = std::make_unique<QWidget>();
    m_settings = std::make_unique<Settings>();
    m_settings->clearRecent();
    m_document = std::make_unique<Document>(allKinds());
    m_selection = new Selection(m_document.get());
    m_session = new ProjectSession(m_document.get(), m_settings.get(), m_window.get());
    MessageBox::takeTexts();
}

void SessionCase::cleanup()
{
    m_session->finish();
    m_window.reset();
    m_document.reset();
    m_settings.reset();
}

void SessionCase::insert(const QString &kind)
{
    const Topology &t = m_document->topology();
    m_document->push(insertResource(t, newResource(t, kind), {100, 100}));
}

void SessionCase::write(const QString &path, const QByteArray &bytes) const
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray SessionCase::read(const QString &path) const
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
