// SPDX-License-Identifier: Apache-2.0
#include "certificates.h"
#include "plugin_case.h"
#include "support/result_check.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>

using namespace chartwright;
using namespace chartwright_test;

class ExecPluginTest : public PluginCase
{
    Q_OBJECT

private slots:
    void token();
    void environment();
    void noTerminal();
    void callsBackLater();
    void contextThatWent();
    void keptUntilItExpires();
    void droppedAfterRefusal();
    void askersShareARun();
    void certificateChanges();
    void failures_data();
    void failures();
    void notInstalled();
    void relativeFoldersOfPath();
    void tooLate();
    void tooMuch();
    void cancelled();
    void childrenEndToo();
    void goesWhileItRuns();
};

namespace {

QByteArray yesterday()
{
    return QDateTime::currentDateTimeUtc().addDays(-1).toString(Qt::ISODate).toLatin1();
}

// A zombie, which the container's first process may leave behind, is not.
bool isAlive(const QByteArray &pid)
{
    QFile file(QStringLiteral("/proc/%1/status").arg(pid.trimmed().toInt()));
    return file.open(QIODevice::ReadOnly) && !file.readAll().contains("State:\tZ");
}

} // namespace

void ExecPluginTest::token()
{
    const auto login = plugin("echo some words >&2\n" + answer(R"({"token": "abc"})"));
    const auto credential = get(login.get());
    QVERIFY_RESULT(credential);
    QCOMPARE((*credential)->token.view(), QByteArrayView("abc"));
    QVERIFY(!login->isRunning());
    QVERIFY(m_consent->asked.isEmpty());
}

void ExecPluginTest::environment()
{
    ExecSpec asked = spec("env -0 >environment; printf '%s\\n' \"$@\" >arguments\n" +
                          answer(R"({"token": "abc"})"));
    asked.exec.arguments = {QStringLiteral("get-token"), QStringLiteral("--a=b c"),
                            QStringLiteral("$(touch owned)"), QString()};
    asked.exec.environment = {{QStringLiteral("AWS_PROFILE"), QStringLiteral("dev")},
                              {QStringLiteral("PARENT"), QStringLiteral("changed")},
                              {QStringLiteral("KUBERNETES_EXEC_INFO"), QStringLiteral("forged")}};
    asked.cluster = {{QStringLiteral("server"), QStringLiteral("https://a")}};
    QProcessEnvironment parent = QProcessEnvironment::systemEnvironment();
    parent.insert(QStringLiteral("PARENT"), QStringLiteral("value"));
    parent.insert(QStringLiteral("KEPT"), QStringLiteral("value"));
    ExecPlugin login(asked, m_consent.get(), nullptr, m_limits, parent);
    QVERIFY_RESULT(get(&login));
    const QByteArrayList environment = fileOf(QStringLiteral("environment")).split('\0');
    QVERIFY(environment.contains("AWS_PROFILE=dev"));
    QVERIFY(environment.contains("PARENT=changed"));
    QVERIFY(environment.contains("KEPT=value"));
    QVERIFY(
        environment.contains(R"(KUBERNETES_EXEC_INFO={"kind": "ExecCredential","apiVersion": )"
                             R"("client.authentication.k8s.io/v1","spec": {"interactive": false,)"
                             R"("cluster": {"server": "https://a"}}})"));
    QCOMPARE(fileOf(QStringLiteral("arguments")),
             QByteArray("get-token\n--a=b c\n$(touch owned)\n\n"));
    QVERIFY(!QFile::exists(m_folder->path(QStringLiteral("owned"))));
}

void ExecPluginTest::noTerminal()
{
    const auto login = plugin("read line && exit 7\n" // stdin is empty
                              "(: </dev/tty) 2>/dev/null && exit 8\n" +
                              answer(R"({"token": "abc"})"));
    QVERIFY_RESULT(get(login.get()));
}

void ExecPluginTest::callsBackLater()
{
    const auto login = plugin(answer(R"({"token": "abc"})"));
    QVERIFY_RESULT(get(login.get()));
    bool called = false;
    login->get(this, [&](const auto &) { called = true; });
    QVERIFY(!called);
    QTRY_VERIFY(called);
}

void ExecPluginTest::contextThatWent()
{
    const auto login = plugin(answer(R"({"token": "abc"})"));
    auto context = std::make_unique<QObject>();
    bool called = false;
    login->get(context.get(), [&](const auto &) { called = true; });
    context.reset();
    QVERIFY_RESULT(get(login.get()));
    QVERIFY(!called);
}

void ExecPluginTest::keptUntilItExpires()
{
    const auto forEver = plugin(answer(R"({"token": "abc"})"));
    QVERIFY_RESULT(get(forEver.get()));
    QVERIFY_RESULT(get(forEver.get()));
    QCOMPARE(runs(), 1);
    const auto fleeting =
        plugin(answer(R"({"token": "abc", "expirationTimestamp": ")" + yesterday() + "\"}"));
    QVERIFY_RESULT(get(fleeting.get()));
    QVERIFY_RESULT(get(fleeting.get()));
    QCOMPARE(runs(), 3);
}

void ExecPluginTest::droppedAfterRefusal()
{
    const auto login = plugin(answer(R"({"token": "'$RANDOM$RANDOM'"})"));
    const auto first = get(login.get());
    QVERIFY_RESULT(first);
    login->drop(*first);
    const auto second = get(login.get());
    QVERIFY_RESULT(second);
    QVERIFY(*first != *second);
    login->drop(*first); // a late 401 of the old one
    const auto third = get(login.get());
    QVERIFY(*second == *third);
    QCOMPARE(runs(), 2);
}

void ExecPluginTest::askersShareARun()
{
    const auto login = plugin("sleep 0.1\n" + answer(R"({"token": "abc"})"));
    int answers = 0;
    for (int i = 0; i < 5; ++i)
        login->get(this,
                   [&](const Result<ExecCredentialPtr> &result) { answers += result ? 1 : 0; });
    QVERIFY_RESULT(get(login.get()));
    QCOMPARE(answers, 5);
    QCOMPARE(runs(), 1);
}

void ExecPluginTest::certificateChanges()
{
    const Authority authority("ca");
    for (int i = 0; i < 2; ++i) {
        const Key key = newKey("EC");
        const QByteArray status = R"({"clientCertificateData": ")" + authority.issue(key, "kim") +
                                  R"(", "clientKeyData": ")" + pemOf(key) + R"("})";
        m_folder->write(QString::number(i),
                        R"({"apiVersion": "client.authentication.k8s.io/v1", "kind": )"
                        R"("ExecCredential", "status": )" +
                            QByteArray(status).replace('\n', "\\n") + '}');
    }
    const auto login = plugin("n=$(wc -l <runs); [ $n -lt 3 ] && cat 0 || cat 1");
    const QSignalSpy changes(login.get(), &ExecPlugin::identityChanged);
    for (const int expected : {0, 0, 1, 1}) {
        const auto credential = get(login.get());
        QVERIFY_RESULT(credential);
        QVERIFY((*credential)->identity);
        QCOMPARE(changes.size(), expected);
        login->drop(*credential);
    }
}

void ExecPluginTest::failures_data()
{
    QTest::addColumn<QByteArray>("bash");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QByteArray &bash, const char *message) {
        QTest::newRow(name) << bash << QString::fromUtf8(message);
    };
    row("exit code", "echo -e '\\e[31mPlease run: aws sso login\\e[0m' >&2; echo s3cr3t; exit 3",
        "the login plugin “login” failed with exit code 3: Please run: aws sso login");
    row("silent", "exit 1", "“login” failed with exit code 1");
    row("crash", "kill -SEGV $$", "“login” crashed");
    row("text", "echo s3cr3t", "is no ExecCredential");
    row("nothing", "", "“login”: the login plugin wrote nothing");
    row("many errors", "yes s3cr3t | head -c 100000 | tr -d '\\n' >&2; exit 1", "3cr3t");
    row("closes its output", "exec >&-; exit 1", "failed with exit code 1");
}

void ExecPluginTest::failures()
{
    QFETCH(QByteArray, bash);
    QFETCH(QString, message);
    const auto login = plugin(bash);
    const auto credential = get(login.get());
    QVERIFY_ERROR(credential, message);
    QVERIFY(credential.error().text().size() < 1500);
    if (!bash.contains("s3cr3t |"))
        QVERIFY(!credential.error().text().contains(QStringLiteral("s3cr3t")));
    QVERIFY(!get(login.get())); // and is tried again, not kept
    QCOMPARE(runs(), 2);
}

void ExecPluginTest::notInstalled()
{
    ExecSpec asked = spec("");
    asked.exec.command = QStringLiteral("no-such-login-plugin");
    asked.exec.installHint = QStringLiteral("Get it from the shop.");
    ExecPlugin missing(asked, m_consent.get(), nullptr, m_limits);
    QVERIFY_ERROR(get(&missing), QStringLiteral("“no-such-login-plugin” is not installed\nGet it "
                                                "from the shop."));
    const QString script = m_folder->write(QStringLiteral("plain"), "x"); // may not be executed
    asked.exec.command = script;
    ExecPlugin plain(asked, m_consent.get(), nullptr, m_limits);
    QVERIFY_ERROR(get(&plain), QStringLiteral("is not installed"));
    QFile::setPermissions(script, QFile::ReadOwner | QFile::ExeOwner); // no program
    ExecPlugin broken(asked, m_consent.get(), nullptr, m_limits);
    QVERIFY_ERROR(get(&broken), QStringLiteral("cannot be started"));
}

void ExecPluginTest::relativeFoldersOfPath()
{
    m_folder->writeScript(QStringLiteral("login"), "");
    const auto find = [&](const QString &path) {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("PATH"), path);
        return findPlugin(QStringLiteral("login"), environment);
    };
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_folder->path()));
    QCOMPARE(find(QStringLiteral("/nowhere:") + m_folder->path()),
             m_folder->path(QStringLiteral("login")));
    for (const char *relative : {".", "", ":", "./", "..:."})
        QCOMPARE(find(QLatin1String(relative)), QString());
    QDir::setCurrent(before);
}

void ExecPluginTest::tooLate()
{
    m_limits.time = std::chrono::milliseconds(300);
    const auto login =
        plugin("trap '' TERM; echo $$ >pid; echo waiting >&2; sleep 60 & wait; sleep 60");
    QVERIFY_ERROR(get(login.get()), QStringLiteral("took longer than 0 s: waiting"));
    const QByteArray pid = fileOf(QStringLiteral("pid"));
    QVERIFY(pid.toInt() > 1);
    QTRY_VERIFY(!isAlive(pid)); // though it does not heed SIGTERM
}

void ExecPluginTest::tooMuch()
{
    const auto login = plugin("yes s3cr3t");
    const auto credential = get(login.get());
    QVERIFY_ERROR(credential, QStringLiteral("wrote more than 9 KiB"));
    QVERIFY(!credential.error().text().contains(QStringLiteral("s3cr3t")));
}

void ExecPluginTest::cancelled()
{
    const auto login = plugin("sleep 60");
    QString message;
    const auto keep = [&](const Result<ExecCredentialPtr> &result) {
        message = result ? QString() : result.error().message;
    };
    login->get(this, keep);
    login->cancel(); // before it began
    QCOMPARE(message, QStringLiteral("logging in by “login” was cancelled"));
    message.clear();
    login->get(this, keep);
    QTRY_COMPARE(runs(), 1);
    login->cancel();
    QCOMPARE(message, QStringLiteral("logging in by “login” was cancelled"));
    QVERIFY(!login->isRunning());
    login->cancel(); // does nothing
}

void ExecPluginTest::childrenEndToo()
{
    const auto login = plugin("sleep 60 & echo $! >child; wait");
    login->get(this, [](const auto &) {});
    QTRY_VERIFY(fileOf(QStringLiteral("child")).endsWith('\n'));
    const QByteArray child = fileOf(QStringLiteral("child"));
    QVERIFY(isAlive(child));
    login->cancel();
    QTRY_VERIFY(!isAlive(child));
}

void ExecPluginTest::goesWhileItRuns()
{
    auto login = plugin("sleep 60 & echo $! >child; wait");
    bool called = false;
    login->get(this, [&](const auto &) { called = true; });
    QTRY_VERIFY(fileOf(QStringLiteral("child")).endsWith('\n'));
    login.reset();
    const QByteArray child = fileOf(QStringLiteral("child"));
    QTRY_VERIFY(!isAlive(child));
    QVERIFY(!called);
}

CHARTWRIGHT_TEST(ExecPluginTest)
#include "test_exec_plugin.moc"
