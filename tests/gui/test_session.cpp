// SPDX-License-Identifier: Apache-2.0
#include "app/exporter.h"
#include "app/file_dialog.h"
#include "app/message_box.h"
#include "gui/session_case.h"
#include "kinds/registry.h"
#include "model/edits.h"

#include <QApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>
#include <QWidget>

using namespace Qt::StringLiterals;
using namespace chartwright;

// Opening, saving, exporting and their questions, without a window's widgets.
class TestSession : public SessionCase
{
    Q_OBJECT
private slots:
    void init() override;
    void untitledIsSavedByAskingForAFolder();
    void saveAsSaysWhatItLeavesOut();
    void steppingBackLeavesAllAsItWas();
    void brokenFileLeavesTheProjectOpen();
    void unsavedChangesAreAskedFor();
    void changedOutsideIsAskedFor();
    void changedOutsideKeepsUnsavedWork();
    void ownSaveIsNotAnothers();
    void deletedOutsideIsSaid();
    void savingOverOthersChangesIsAskedFor();
    void recentProjectsAreKept();
    void workIsRecovered();
    void exportGoesIntoTheProject();
    void exportRefusesWhatCannotBeWritten();
    void exportKeepsFilesOfOthers();
    void archiveIsWritten();

private:
    Exporter *m_exporter = nullptr;
};

void TestSession::init()
{
    SessionCase::init();
    m_exporter =
        new Exporter(m_document.get(), m_selection, m_session, m_settings.get(), m_window.get());
}

void TestSession::untitledIsSavedByAskingForAFolder()
{
    QVERIFY(m_session->openStarter(u"todo-app"_s));
    QVERIFY(m_document->filePath().isEmpty());
    FileDialog::setNextFileName(folder(u"mine"_s));
    QVERIFY(m_session->save());
    QCOMPARE(m_document->filePath(), folder(u"mine/topology.yaml"_s));
    QVERIFY(!m_document->isModified());
    QVERIFY(QFile::exists(folder(u"mine/images/backend/Dockerfile"_s)));

    const Topology before = m_document->topology();
    QVERIFY(m_session->close());
    QVERIFY(!m_session->isOpen());
    QVERIFY(m_session->open(folder(u"mine"_s)));
    QVERIFY(m_document->topology() == before);
}

void TestSession::saveAsSaysWhatItLeavesOut()
{
    QVERIFY(m_session->openStarter(u"todo-app"_s));
    FileDialog::setNextFileName(folder(u"mine"_s));
    QVERIFY(m_session->save());
    QFile large(folder(u"mine/images/backend/data.bin"_s));
    QVERIFY(large.open(QIODevice::WriteOnly) && large.resize(65ll * 1024 * 1024));
    large.close();
    QSignalSpy trouble(m_session, &ProjectSession::trouble);
    FileDialog::setNextFileName(folder(u"copy"_s));
    QVERIFY(m_session->saveAs());
    QCOMPARE(trouble.size(), 1);
    QVERIFY(trouble.first().first().toString().contains(u"images"_s));
    FileDialog::setNextFileName(folder(u"empty"_s));
    QVERIFY(m_session->saveAs());
    QCOMPARE(trouble.size(), 1);
}

void TestSession::steppingBackLeavesAllAsItWas()
{
    QVERIFY(m_session->openStarter(u"empty"_s));
    insert(u"Deployment"_s);
    FileDialog::setNextFileName({});
    QVERIFY(!m_session->save());
    QVERIFY(m_document->isModified());
    MessageBox::setNextAnswer(u"cancel"_s);
    QVERIFY(!m_session->openStarter(u"todo-app"_s));
    QCOMPARE(m_document->topology().ofKind(u"Deployment"_s).size(), 1);
    MessageBox::setNextAnswer(u"cancel"_s);
    QVERIFY(!m_session->close());
    QVERIFY(m_session->isOpen());
}

void TestSession::brokenFileLeavesTheProjectOpen()
{
    QVERIFY(m_session->openStarter(u"todo-app"_s));
    const Topology before = m_document->topology();
    write(folder(u"topology.yaml"_s), "version: 1\nresources:\n  a: [\n");
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be opened"_s));
    MessageBox::setNextAnswer(u"close"_s);
    QVERIFY(!m_session->open(folder(u"topology.yaml"_s)));
    QVERIFY(m_document->topology() == before);
    const QString said = MessageBox::takeTexts().join(u'\n');
    QVERIFY2(said.contains(u"topology.yaml:4:"_s) || said.contains(u"topology.yaml:3:"_s),
             qPrintable(said));
}

void TestSession::unsavedChangesAreAskedFor()
{
    QVERIFY(m_session->openStarter(u"empty"_s));
    QVERIFY(m_session->mayDiscard());
    QVERIFY(MessageBox::takeTexts().isEmpty());
    insert(u"Service"_s);
    MessageBox::setNextAnswer(u"discard"_s);
    QVERIFY(m_session->mayDiscard());
    MessageBox::setNextAnswer(u"save"_s);
    FileDialog::setNextFileName(folder(u"kept"_s));
    QVERIFY(m_session->close());
    QVERIFY(QFile::exists(folder(u"kept/topology.yaml"_s)));
}

void TestSession::changedOutsideIsAskedFor()
{
    QVERIFY(m_session->openStarter(u"empty"_s));
    FileDialog::setNextFileName(folder(u"p"_s));
    QVERIFY(m_session->save());
    const QString path = folder(u"p/topology.yaml"_s);
    const QByteArray old = read(path);

    QByteArray changed = old;
    changed.replace("my-app", "other");
    MessageBox::setNextAnswer(u"reload"_s);
    write(path, changed);
    QTRY_VERIFY(m_document->topology().chart()->name.contains(u"other"_s));
    QVERIFY(!m_document->isModified());

    MessageBox::setNextAnswer(u"keep"_s);
    write(path, old);
    QTRY_VERIFY(m_document->isModified());
    QVERIFY(m_document->topology().chart()->name.contains(u"other"_s));
    // Asked once; what was kept may be saved without another question.
    MessageBox::takeTexts();
    m_session->checkOutside();
    QVERIFY(m_session->save());
    QVERIFY(MessageBox::takeTexts().isEmpty());
}

void TestSession::changedOutsideKeepsUnsavedWork()
{
    QVERIFY(m_session->openStarter(u"empty"_s));
    FileDialog::setNextFileName(folder(u"p"_s));
    QVERIFY(m_session->save());
    const QString path = folder(u"p/topology.yaml"_s);
    const QByteArray old = read(path);
    insert(u"Service"_s);
    const Topology mine = m_document->topology();
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Escape}) {
        write(path, old + "# touched by " + QByteArray::number(key) + '\n');
        QTimer::singleShot(0, m_window.get(), [key] {
            auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            QVERIFY(box);
            QCOMPARE(box->defaultButton()->objectName(), u"keep"_s);
            QVERIFY(box->informativeText().contains(u"Undo"_s));
            QTest::keyClick(box, key);
        });
        m_session->checkOutside();
        QVERIFY(m_document->topology() == mine);
        QVERIFY(m_document->isModified());
    }
    QByteArray theirs = old;
    theirs.replace("my-app", "other");
    write(path, theirs + "later: {a: 1}\n");
    MessageBox::setNextAnswer(u"reload"_s);
    m_session->checkOutside();
    QCOMPARE(m_document->topology().chart()->name, u"other"_s);
    QVERIFY(!m_document->topology().extra().isEmpty());
    QVERIFY(!m_document->isModified());
    QVERIFY(!m_document->undoStack()->undoText().isEmpty());
    m_document->undoStack()->undo();
    QCOMPARE(m_document->topology().chart()->name, mine.chart()->name);
    QCOMPARE(m_document->topology().resources().size(), mine.resources().size());
    QVERIFY(m_document->isModified());
    MessageBox::takeTexts();
    QVERIFY(m_session->save());
    QVERIFY(MessageBox::takeTexts().isEmpty());
}

// The watcher may tell of our own file before the save is over.
void TestSession::ownSaveIsNotAnothers()
{
    QVERIFY(m_session->openStarter(u"todo-app"_s));
    FileDialog::setNextFileName(folder(u"p"_s));
    QVERIFY(m_session->save());
    MessageBox::takeTexts();
    QTimer watcher, closer;
    connect(&watcher, &QTimer::timeout, m_session, &ProjectSession::checkOutside);
    connect(&closer, &QTimer::timeout, m_session, [] {
        if (auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget()))
            box->reject();
    });
    watcher.start(0);
    closer.start(50);
    for (int i = 0; i < 30; ++i) {
        insert(u"Service"_s);
        QVERIFY(m_session->save());
        QCOMPARE(MessageBox::takeTexts(), QStringList());
    }
}

void TestSession::deletedOutsideIsSaid()
{
    QVERIFY(m_session->openStarter(u"empty"_s));
    FileDialog::setNextFileName(folder(u"p"_s));
    QVERIFY(m_session->save());
    MessageBox::setNextAnswer(u"close"_s);
    QVERIFY(QFile::remove(folder(u"p/topology.yaml"_s)));
    QTRY_VERIFY(m_document->isModified());
    QVERIFY(m_session->save());
    QVERIFY(QFile::exists(folder(u"p/topology.yaml"_s)));
}

void TestSession::savingOverOthersChangesIsAskedFor()
{
    QVERIFY(m_session->openStarter(u"empty"_s));
    FileDialog::setNextFileName(folder(u"p"_s));
    QVERIFY(m_session->save());
    insert(u"Secret"_s);
    write(folder(u"p/topology.yaml"_s), "version: 1\n");
    MessageBox::setNextAnswer(u"cancel"_s);
    QVERIFY(!m_session->save());
    MessageBox::setNextAnswer(u"saveAs"_s);
    FileDialog::setNextFileName(folder(u"q"_s));
    QVERIFY(m_session->save());
    QCOMPARE(m_document->projectFolder(), folder(u"q"_s));
}

void TestSession::recentProjectsAreKept()
{
    for (const QString &name : {u"a"_s, u"b"_s, u"a"_s}) {
        QVERIFY(m_session->openStarter(u"empty"_s));
        FileDialog::setNextFileName(folder(name));
        if (QFile::exists(folder(name)))
            MessageBox::setNextAnswer(u"replace"_s);
        QVERIFY(m_session->save());
    }
    QList<Settings::Recent> recent = m_settings->recent();
    QCOMPARE(recent.size(), 2);
    QCOMPARE(recent.first().path, folder(u"a/topology.yaml"_s));
    m_settings->removeRecent(recent.first().path);
    QCOMPARE(m_settings->recent().size(), 1);
}

void TestSession::workIsRecovered()
{
    QVERIFY(m_session->openStarter(u"empty"_s));
    insert(u"Deployment"_s);
    m_session->flush();
    const Topology before = m_document->topology();
    // A program that ends badly: nothing is discarded.
    m_window.reset();
    QList<Recoverable> works = recoverable();
    QCOMPARE(works.size(), 1);

    m_window = std::make_unique<QWidget>();
    m_session = new ProjectSession(m_document.get(), m_settings.get(), m_window.get());
    m_document->reset(emptyTopology(), {});
    QVERIFY(m_session->recover(works.first()));
    QVERIFY(m_document->topology().ofKind(u"Deployment"_s).size() == 1);
    QVERIFY(m_document->topology().resources().size() == before.resources().size());
    QVERIFY(m_document->isModified());
    m_session->finish();
    QVERIFY(recoverable().isEmpty());
}

void TestSession::exportGoesIntoTheProject()
{
    QVERIFY(m_session->openStarter(u"todo-app"_s));
    QSignalSpy exported(m_exporter, &Exporter::exported);
    FileDialog::setNextFileName(folder(u"p"_s));
    QVERIFY(m_exporter->exportChart());
    QCOMPARE(exported.size(), 1);
    for (const QString &name : {u"p/Chart.yaml"_s, u"p/values.yaml"_s, u"p/topology.yaml"_s,
                                u"p/templates/NOTES.txt"_s, u"p/.chartwright/export.json"_s})
        QVERIFY2(QFile::exists(folder(name)), qPrintable(name));
    QVERIFY(!m_document->isModified());

    FileDialog::setNextFileName(folder(u"elsewhere"_s));
    QVERIFY(m_exporter->exportTo());
    QVERIFY(QFile::exists(folder(u"elsewhere/Chart.yaml"_s)));
    QVERIFY(QFile::exists(folder(u"elsewhere/topology.yaml"_s)));
    QCOMPARE(m_document->projectFolder(), folder(u"p"_s));
}

void TestSession::exportRefusesWhatCannotBeWritten()
{
    QVERIFY(m_session->openStarter(u"todo-app"_s));
    const ResourcePtr backend =
        m_document->topology().findByName(u"Deployment"_s, u"todo-backend"_s);
    QVERIFY(backend);
    m_document->push(setField(m_document->topology(), m_document->refs(), backend->id,
                              Path(u"spec.replicas"_s), Value(u"two"_s)));
    QSignalSpy revealed(m_selection, &Selection::revealed);
    MessageBox::setNextAnswer(u"show"_s);
    QVERIFY(!m_exporter->exportChart());
    QCOMPARE(revealed.size(), 1);
    QVERIFY(m_selection->contains(backend->id));
    QVERIFY(m_document->filePath().isEmpty());
}

void TestSession::exportKeepsFilesOfOthers()
{
    QVERIFY(m_session->openStarter(u"todo-app"_s));
    FileDialog::setNextFileName(folder(u"p"_s));
    QVERIFY(m_exporter->exportChart());
    write(folder(u"p/values.yaml"_s), "mine: true\n");

    MessageBox::setNextAnswer(u"cancel"_s);
    QVERIFY(!m_exporter->exportChart());
    MessageBox::setNextAnswer(u"keep"_s);
    QVERIFY(m_exporter->exportChart());
    QFile file(folder(u"p/values.yaml"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("mine: true\n"));
    file.close();
    MessageBox::setNextAnswer(u"replace"_s);
    QVERIFY(m_exporter->exportChart());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("replicas"));
}

void TestSession::archiveIsWritten()
{
    QVERIFY(m_session->openStarter(u"todo-app"_s));
    FileDialog::setNextFileName(folder(u"todo-app-1.0.0.tgz"_s));
    QVERIFY(m_exporter->exportArchive());
    QVERIFY(QFileInfo(folder(u"todo-app-1.0.0.tgz"_s)).size() > 1000);
}

CHARTWRIGHT_TEST(TestSession)
#include "test_session.moc"
