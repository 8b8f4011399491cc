// SPDX-License-Identifier: Apache-2.0
#include "vault_window.h"

#include "kinds/kept_values.h"
#include "panels/findings_model.h"
#include "secrets/generator.h"

#include <QDir>
#include <QDirIterator>
#include <QLabel>
#include <QTreeView>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

// Before the application, whose platform plug-in may ask for the address of the bus.
std::unique_ptr<Session> theSession = std::make_unique<Session>(Session::Display::Outer);

} // namespace

Session &VaultWindow::session() { return *theSession; }

QByteArray VaultWindow::newValue()
{
    m_values.append(generate(24, Alphabet::Alphanumeric)->view().toByteArray());
    return m_values.last();
}

QString VaultWindow::id(const QString &secret, const QString &key)
{
    const ResourcePtr r = m_bench->topology().findByName(u"Secret", secret);
    return r ? keptValueId(*r, key) : QString();
}

QByteArray VaultWindow::kept(const QString &id)
{
    std::optional<QByteArray> out;
    m_vault->read({id, {}}, this, [&](const VaultResult<SecretValue> &value) {
        out = value ? value->view().toByteArray() : value.error().error.message.toUtf8();
    });
    return QTest::qWaitFor([&] { return out.has_value(); }, 20'000) ? *out : "no answer";
}

bool VaultWindow::isInAFile(const QByteArray &text)
{
    bool found = false;
    int files = 0;
    for (const QString &root :
         {m_bench->folder({}), QDir::homePath(), qEnvironmentVariable("XDG_CONFIG_HOME"),
          qEnvironmentVariable("XDG_CACHE_HOME")}) {
        QDirIterator it(root, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            if (!file.open(QIODevice::ReadOnly))
                qFatal("%s cannot be read", qPrintable(file.fileName()));
            found = found || file.readAll().contains(text);
            ++files;
        }
    }
    return found || files == 0;
}

QString VaultWindow::write(const QString &name, const QByteArray &text)
{
    static const QTemporaryDir away;
    QFile file(away.filePath(name));
    QDir().mkpath(QFileInfo(file).path());
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("%s cannot be written", qPrintable(file.fileName()));
    return file.fileName();
}

void VaultWindow::press(QWidget *dialog, const QString &name)
{
    QWidget *button = dialog->findChild<QWidget *>(name);
    QVERIFY(button && QTest::qWaitFor([&] { return button->isVisible(); }, 20'000));
    m_bench->hand().click(button);
}

QModelIndex VaultWindow::problem(const QString &text)
{
    const QAbstractItemModel *model =
        m_bench->window().findChild<QTreeView *>(u"problems:list"_s)->model();
    return model
        ->match(model->index(0, FindingsModel::What), Qt::DisplayRole, text, 1, Qt::MatchContains)
        .value(0);
}

void VaultWindow::pressFix(const QString &text)
{
    QTRY_VERIFY(problem(text).isValid());
    auto *list = m_bench->window().findChild<QTreeView *>(u"problems:list"_s);
    const QModelIndex fix = problem(text).siblingAtColumn(FindingsModel::Fix);
    list->scrollTo(fix);
    m_bench->hand().click(list->viewport()->mapToGlobal(list->visualRect(fix).center()));
}

QString VaultWindow::state(const QString &key)
{
    const auto labels =
        m_bench->window().findChildren<QLabel *>(u"state:"_s + keptValuePath(key).text());
    return labels.isEmpty() ? QString() : labels.first()->text();
}

void VaultWindow::pressKey(const QString &action, const QString &key)
{
    m_bench->press(Section::Main, action + u':' + keptValuePath(key).text());
}

SecretDialog *VaultWindow::openDialog(const QString &key)
{
    pressKey(u"field"_s, key);
    SecretDialog *dialog = nullptr;
    const bool open = QTest::qWaitFor([&] {
        dialog = m_bench->window().findChild<SecretDialog *>();
        return dialog && dialog->isActiveWindow();
    });
    return open ? dialog : nullptr;
}

void VaultWindow::shoot(const QString &name) { m_bench->shoot(name); }

void VaultWindow::setUp()
{
    m_password = newValue();
    QVERIFY2(session().startBus(), "dbus-daemon is needed");
    QVERIFY2(session().startKeyring(m_password), qPrintable(session().complaints()));
    m_vault = std::make_unique<Vault>();
    m_bench = std::make_unique<Workbench>();
    m_bench->openTodo();
    QVERIFY_BENCH(*m_bench);
}

void VaultWindow::tearDown()
{
    m_bench.reset();
    m_vault.reset();
    theSession.reset();
}
