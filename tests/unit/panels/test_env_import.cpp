// SPDX-License-Identifier: Apache-2.0
#include "kinds/kept_values.h"
#include "model/edits.h"
#include "panels/env_import_dialog.h"
#include "panels/keep_values_dialog.h"
#include "panels/revealed_value.h"
#include "secrets/generator.h"
#include "unit/panels/fixture.h"

#include <QAbstractItemModelTester>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QTableView>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

/// The dialog without a keychain; with one it is tried in tests/keychain.
class TestEnvImport : public PanelTest
{
    Q_OBJECT

private slots:
    void initTestCase();
    void ticksWhatLooksSecret();
    void oneTickAKey();
    void followsTheDrawing();
    void tellsBadLines();
    void newNamesAreChecked();
    void showsForAMoment();
    void keepsForTheSession();
    void keepsNothingWhenLeft();
    void configurationNeedsNoKeychain();

private:
    std::unique_ptr<EnvImportDialog> open(const QByteArray &text,
                                          const Topology &topology = todoApp());
    static QStringList ticked(const EnvImportDialog &dialog, EnvKeysModel::Column column);
    static EnvKeysModel *keys(const EnvImportDialog &dialog)
    {
        return dialog.findChild<EnvKeysModel *>();
    }
    static QPushButton *import(const EnvImportDialog &dialog)
    {
        return dialog.findChild<QDialogButtonBox *>(u"buttons"_s)->button(QDialogButtonBox::Ok);
    }
    static QString note(const EnvImportDialog &dialog, const QString &key);
    static int rowOf(const EnvImportDialog &dialog, const QString &key);

    QTemporaryDir m_dir;
    std::unique_ptr<ValueKeeper> m_keeper;
};

namespace {

QByteArray newValue() { return generate(24, Alphabet::Alphanumeric)->view().toByteArray(); }

template <class W> W *part(const EnvImportDialog &dialog, const QString &name)
{
    return dialog.findChild<W *>(name);
}

} // namespace

void TestEnvImport::initTestCase()
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/chartwright");
    m_keeper = std::make_unique<ValueKeeper>(SecretIndex(m_dir.filePath(u"index.json"_s)));
}

std::unique_ptr<EnvImportDialog> TestEnvImport::open(const QByteArray &text,
                                                     const Topology &topology)
{
    auto file = parseEnv(SecretValue(text));
    if (!file)
        qFatal("%s", qPrintable(file.error().text()));
    auto dialog = std::make_unique<EnvImportDialog>(
        std::move(*file), u".env"_s, topology, QString(), ResourceId(), m_keeper.get(), nullptr);
    dialog->show();
    return dialog;
}

QStringList TestEnvImport::ticked(const EnvImportDialog &dialog, EnvKeysModel::Column column)
{
    QStringList out;
    for (int row = 0; row < keys(dialog)->rowCount(); ++row) {
        if (keys(dialog)->index(row, column).data(Qt::CheckStateRole).toInt() == Qt::Checked)
            out.append(keys(dialog)->index(row, EnvKeysModel::Key).data().toString());
    }
    return out;
}

int TestEnvImport::rowOf(const EnvImportDialog &dialog, const QString &key)
{
    const QModelIndex first = keys(dialog)->index(0, EnvKeysModel::Key);
    return keys(dialog)->match(first, Qt::DisplayRole, key, 1, Qt::MatchExactly).value(0).row();
}

QString TestEnvImport::note(const EnvImportDialog &dialog, const QString &key)
{
    return keys(dialog)->index(rowOf(dialog, key), EnvKeysModel::Note).data().toString();
}

void TestEnvImport::ticksWhatLooksSecret()
{
    const QByteArray value = newValue();
    const auto dialog =
        open("LEVEL=info\nDB_PASSWORD=" + value + "\nexport PORT=80\nTOKEN='" + value + "'\n",
             Topology(allKinds()));
    const QAbstractItemModelTester tester(keys(*dialog),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(ticked(*dialog, EnvKeysModel::Secret), (QStringList{u"DB_PASSWORD"_s, u"TOKEN"_s}));
    QCOMPARE(ticked(*dialog, EnvKeysModel::Configuration), (QStringList{u"LEVEL"_s, u"PORT"_s}));
    QCOMPARE(part<QComboBox>(*dialog, u"secret"_s)->currentText(), u"secrets"_s);
    QCOMPARE(part<QLabel>(*dialog, u"secretHint"_s)->text(), u"new, with 2 key(s)"_s);
    // No role of the model and no text of a widget tells a value.
    for (int row = 0; row < keys(*dialog)->rowCount(); ++row) {
        for (int column = 0; column < EnvKeysModel::Columns; ++column) {
            for (int role = 0; role < Qt::UserRole + 8; ++role) {
                const QVariant data = keys(*dialog)->index(row, column).data(role);
                QVERIFY(!data.toString().contains(QString::fromLatin1(value)));
            }
        }
    }
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        QVERIFY(!label->text().contains(QString::fromLatin1(value)));
}

void TestEnvImport::oneTickAKey()
{
    const auto dialog = open("A=1\n", Topology(allKinds()));
    auto *view = part<QTableView>(*dialog, u"keys"_s);
    const QModelIndex secret = keys(*dialog)->index(0, EnvKeysModel::Secret);
    view->setCurrentIndex(secret);
    QTest::keyClick(view, Qt::Key_Space);
    QCOMPARE(ticked(*dialog, EnvKeysModel::Secret), QStringList{u"A"_s});
    QCOMPARE(ticked(*dialog, EnvKeysModel::Configuration), QStringList());
    QTest::keyClick(view, Qt::Key_Space);
    QVERIFY(!import(*dialog)->isEnabled()); // nothing is left to do
    view->setCurrentIndex(keys(*dialog)->index(0, EnvKeysModel::Configuration));
    QTest::keyClick(view, Qt::Key_Space);
    QVERIFY(import(*dialog)->isEnabled());
}

void TestEnvImport::followsTheDrawing()
{
    Topology todo = todoApp();
    Resource secret = *todo.find({u"secrets-0001"_s});
    secret.fields = with(secret.fields, keptValuePath(u"OPENAI_API_KEY"_s), u"vaaaaaaa"_s);
    todo.put(secret);
    const auto dialog =
        open("DATABASE_URL=sqlite:///todo.db\nOPENAI_API_KEY=" + newValue() +
                 "\nNEXT_PUBLIC_API_URL=http://localhost:8000\nLOG_LEVEL=info\nNODE_ENV=test\n"
                 "BETTER_AUTH_SECRET=\nNEW=1\n",
             todo);
    // A Secret's key is one, whatever it looks like.
    QCOMPARE(ticked(*dialog, EnvKeysModel::Secret),
             (QStringList{u"DATABASE_URL"_s, u"OPENAI_API_KEY"_s, u"BETTER_AUTH_SECRET"_s}));
    // A drawn wire is not replaced by an address of the person's machine, unless they say so.
    QCOMPARE(ticked(*dialog, EnvKeysModel::Configuration),
             (QStringList{u"LOG_LEVEL"_s, u"NODE_ENV"_s, u"NEW"_s}));
    QCOMPARE(note(*dialog, u"DATABASE_URL"_s), QString());
    QCOMPARE(note(*dialog, u"OPENAI_API_KEY"_s), u"replaces the value there"_s);
    QCOMPARE(note(*dialog, u"NEXT_PUBLIC_API_URL"_s), u"would replace an address that is drawn"_s);
    QCOMPARE(note(*dialog, u"LOG_LEVEL"_s), u"is there already"_s);
    QCOMPARE(note(*dialog, u"NODE_ENV"_s), u"replaces the value there"_s);
    QCOMPARE(note(*dialog, u"BETTER_AUTH_SECRET"_s), u"is empty: its value stays missing"_s);
    QCOMPARE(part<QLabel>(*dialog, u"secretHint"_s)->text(), u"gets 3 key(s)"_s);
    part<QComboBox>(*dialog, u"config"_s)->setEditText(u"other"_s);
    QCOMPARE(note(*dialog, u"NODE_ENV"_s), QString());
    // A key that is secret by its looks is said to be so where it is not ticked.
    keys(*dialog)->setUse(rowOf(*dialog, u"OPENAI_API_KEY"_s), EnvKeysModel::Use::Configuration);
    QCOMPARE(note(*dialog, u"OPENAI_API_KEY"_s), u"looks like a secret"_s);
}

void TestEnvImport::tellsBadLines()
{
    const auto dialog = open("A=1\nnonsense\nB=\"open\nA=2\nC=a#b\n", Topology(allKinds()));
    const QString text = part<QLabel>(*dialog, u"problems"_s)->text();
    QVERIFY2(text.contains(u"Line 2: "_s) && text.contains(u"Line 3: "_s), qPrintable(text));
    QVERIFY(!text.contains(u"nonsense"_s) && !text.contains(u"open"_s));
    QCOMPARE(note(*dialog, u"A"_s), u"also on line 1, without effect"_s);
    QVERIFY(note(*dialog, u"C"_s).contains(u"'#'"_s));
    QByteArray many("A=1\n");
    for (int i = 0; i < 20; ++i)
        many += "bad\n";
    const auto other = open(many, Topology(allKinds()));
    const QString lines = part<QLabel>(*other, u"problems"_s)->text();
    QCOMPARE(lines.count(u'\n'), 5);
    QVERIFY(lines.endsWith(u"15 more line(s)"_s));
}

void TestEnvImport::newNamesAreChecked()
{
    const auto dialog = open("TOKEN=" + newValue() + "\n");
    auto *name = part<QComboBox>(*dialog, u"secret"_s);
    QCOMPARE(name->currentText(), u"todo-secrets"_s);
    name->setEditText(u"No Name"_s);
    QVERIFY(!import(*dialog)->isEnabled());
    QVERIFY(!part<QLabel>(*dialog, u"note"_s)->text().isEmpty());
    name->setEditText({});
    QVERIFY(!import(*dialog)->isEnabled());
    name->setEditText(u"others"_s);
    QVERIFY(import(*dialog)->isEnabled());
    // Where nothing goes, no name is needed.
    part<QComboBox>(*dialog, u"config"_s)->setEditText({});
    QVERIFY(import(*dialog)->isEnabled());
}

void TestEnvImport::showsForAMoment()
{
    const auto dialog = open("TOKEN=" + newValue() + "\nB=1\n");
    auto *shown = dialog->findChild<RevealedValue *>();
    QVERIFY(!shown->isVisible());
    part<QPushButton>(*dialog, u"show"_s)->click();
    QVERIFY(shown->isVisible());
    part<QTableView>(*dialog, u"keys"_s)->setCurrentIndex(keys(*dialog)->index(1, 0));
    QVERIFY(!shown->isVisible());
}

void TestEnvImport::keepsForTheSession()
{
    const QByteArray value = newValue(), other = newValue();
    const auto dialog = open("TOKEN=" + value + "\nDB_PASSWORD=" + other + "\nLEVEL=info\n");
    QSignalSpy accepted(dialog.get(), &QDialog::accepted);
    import(*dialog)->click();
    QVERIFY(!import(*dialog)->isEnabled());
    KeepValuesDialog *keeping = nullptr;
    QTRY_VERIFY((keeping = dialog->findChild<KeepValuesDialog *>()) && keeping->isVisible());
    QVERIFY(accepted.isEmpty());
    const auto text = keeping->findChild<QLabel *>(u"note"_s)->text();
    QVERIFY2(text.contains(u"D-Bus"_s), qPrintable(text));
    QVERIFY(!keeping->findChild<QWidget *>(u"unlock"_s)->isVisible());
    keeping->findChild<QPushButton *>(u"session"_s)->click();
    QTRY_COMPARE(accepted.size(), 1);
    const EnvImport &result = dialog->imported();
    QCOMPARE(result.secrets.size(), 2);
    QCOMPARE(result.settings.size(), 1);
    QByteArray read;
    m_keeper->vault()->read(
        {result.secrets[0].id, {}}, this,
        [&](const VaultResult<SecretValue> &kept) { read = kept->view().toByteArray(); });
    QTRY_COMPARE(read, value);
    // One step back, and no command tells the value.
    Document document(allKinds());
    document.reset(todoApp(), {});
    document.push(importEdit(document.topology(), result));
    QCOMPARE(document.undoStack()->count(), 1);
    QVERIFY(!document.undoStack()->text(0).contains(QString::fromLatin1(value)));
    for (const ResourcePtr &r : document.topology().resources()) {
        walk(r->fields, [&](const Path &, const Value &v) {
            QVERIFY(!v.scalarText().contains(QString::fromLatin1(value)));
        });
    }
}

void TestEnvImport::keepsNothingWhenLeft()
{
    const auto dialog = open("TOKEN=" + newValue() + "\n");
    QSignalSpy accepted(dialog.get(), &QDialog::accepted);
    import(*dialog)->click();
    KeepValuesDialog *keeping = nullptr;
    QTRY_VERIFY((keeping = dialog->findChild<KeepValuesDialog *>()) && keeping->isVisible());
    QPointer<KeepValuesDialog> open(keeping);
    keeping->reject();
    QTRY_VERIFY(!open);
    QVERIFY(dialog->isVisible() && import(*dialog)->isEnabled());
    // Left before the other one shows itself.
    import(*dialog)->click();
    dialog->reject();
    QVERIFY(!dialog->findChild<KeepValuesDialog *>());
    QTest::qWait(50);
    QVERIFY(accepted.isEmpty());
}

void TestEnvImport::configurationNeedsNoKeychain()
{
    const auto dialog = open("A=\"two\\nlines\"\nB='  '\n", Topology(allKinds()));
    QSignalSpy accepted(dialog.get(), &QDialog::accepted);
    import(*dialog)->click();
    QCOMPARE(accepted.size(), 1);
    QCOMPARE(dialog->imported().settings.value(0).text, u"two\nlines"_s);
    QCOMPARE(dialog->imported().settings.value(1).text, u"  "_s);
    QVERIFY(dialog->imported().secrets.isEmpty());
}

CHARTWRIGHT_TEST(TestEnvImport)
#include "test_env_import.moc"
