// SPDX-License-Identifier: Apache-2.0
#include "app/exporter.h"
#include "app/file_dialog.h"
#include "app/message_box.h"
#include "app/recovery_dialog.h"
#include "gui/session_case.h"
#include "kinds/registry.h"
#include "model/edits.h"

#include <QApplication>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace chartwright;

// Whoever presses Enter at a question loses nothing.
class TestQuestions : public SessionCase
{
    Q_OBJECT
private slots:
    void init() override;
    void savingOverOthersChanges_data();
    void savingOverOthersChanges();
    void savingIntoAnotherProject();
    void exportingOverOthersFiles();
    void closingWithUnsavedChanges();
    void discardingRecoverableWork();
    void archiveOverAnother();

private:
    // Presses a key in the question that comes next, and keeps which button was the default.
    void answer(Qt::Key key);

    QString m_default;
};

void TestQuestions::init()
{
    SessionCase::init();
    m_default.clear();
    QVERIFY(m_session->openStarter(u"empty"_s));
    FileDialog::setNextFileName(folder(u"p"_s));
    QVERIFY(m_session->save());
    MessageBox::takeTexts();
}

void TestQuestions::answer(Qt::Key key)
{
    QTimer::singleShot(0, m_window.get(), [this, key] {
        auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
        QVERIFY(box);
        m_default = box->defaultButton() ? box->defaultButton()->objectName() : QString();
        QTest::keyClick(box, key);
    });
}

void TestQuestions::savingOverOthersChanges_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::newRow("enter") << Qt::Key_Return;
    QTest::newRow("escape") << Qt::Key_Escape;
}

void TestQuestions::savingOverOthersChanges()
{
    QFETCH(Qt::Key, key);
    insert(u"Service"_s);
    const QString path = folder(u"p/topology.yaml"_s);
    const QByteArray theirs = read(path) + "# of somebody else\n";
    write(path, theirs);
    if (key == Qt::Key_Return)
        FileDialog::setNextFileName(folder(u"mine"_s));
    answer(key);
    QCOMPARE(m_session->save(), key == Qt::Key_Return);
    QCOMPARE(m_default, u"saveAs"_s);
    QCOMPARE(read(path), theirs);
    QCOMPARE(QFile::exists(folder(u"mine/topology.yaml"_s)), key == Qt::Key_Return);
}

void TestQuestions::savingIntoAnotherProject()
{
    QVERIFY(QDir(folder({})).mkpath(u"theirs"_s));
    const QString path = folder(u"theirs/topology.yaml"_s);
    write(path, "version: 1\n");
    FileDialog::setNextFileName(folder(u"theirs"_s));
    answer(Qt::Key_Return);
    QVERIFY(!m_session->saveAs());
    QCOMPARE(m_default, u"cancel"_s);
    QCOMPARE(read(path), QByteArray("version: 1\n"));
}

void TestQuestions::exportingOverOthersFiles()
{
    QVERIFY(m_session->openStarter(u"todo-app"_s));
    FileDialog::setNextFileName(folder(u"todo"_s));
    Exporter exporter(m_document.get(), m_selection, m_session, m_settings.get(), m_window.get());
    QVERIFY(exporter.exportChart());
    write(folder(u"todo/values.yaml"_s), "mine: true\n");
    // Asked from the export, which runs on a worker.
    QTimer asked;
    connect(&asked, &QTimer::timeout, &asked, [&] {
        auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
        if (!box)
            return;
        asked.stop();
        m_default = box->defaultButton()->objectName();
        QTest::keyClick(box, Qt::Key_Return);
    });
    asked.start(5);
    QVERIFY(exporter.exportChart());
    QCOMPARE(m_default, u"keep"_s);
    QCOMPARE(read(folder(u"todo/values.yaml"_s)), QByteArray("mine: true\n"));
}

void TestQuestions::closingWithUnsavedChanges()
{
    insert(u"Service"_s);
    answer(Qt::Key_Return);
    QVERIFY(m_session->close());
    QCOMPARE(m_default, u"save"_s);
    QVERIFY(read(folder(u"p/topology.yaml"_s)).contains("Service"));
}

void TestQuestions::discardingRecoverableWork()
{
    Recoverable work;
    work.title = u"shop"_s;
    RecoveryDialog dialog({work});
    auto *discard = dialog.findChild<QPushButton *>(u"discard"_s);
    QVERIFY(!discard->isDefault() && !discard->autoDefault());
    answer(Qt::Key_Return);
    discard->click();
    QCOMPARE(m_default, u"cancel"_s);
    QCOMPARE(dialog.chosen().title, u"shop"_s);
}

// A name without its ending is that of the file with it.
void TestQuestions::archiveOverAnother()
{
    write(folder(u"shop.tgz"_s), "old");
    m_settings->setLastFolder(folder({}));
    QString asked;
    QTimer::singleShot(0, m_window.get(), [&] {
        auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
        QVERIFY(dialog);
        auto *name = dialog->findChild<QLineEdit *>(u"fileNameEdit"_s);
        QVERIFY(name);
        name->setText(u"shop"_s);
        QTimer::singleShot(0, dialog, [&, dialog] {
            if (auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget())) {
                asked = box->text();
                QTest::keyClick(box, Qt::Key_Return);
            }
            dialog->reject();
        });
        QTest::keyClick(name, Qt::Key_Return);
    });
    QCOMPARE(FileDialog::saveArchive(m_window.get(), m_settings.get(), u"my-app-0.1.0.tgz"_s),
             QString());
    QVERIFY2(asked.contains(u"shop.tgz"_s), qPrintable(asked));
}

CHARTWRIGHT_TEST(TestQuestions)
#include "test_questions.moc"
