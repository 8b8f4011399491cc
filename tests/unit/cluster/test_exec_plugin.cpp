// SPDX-License-Identifier: Apache-2.0
#include "certificates.h"
#include "cluster/exec_plugin.h"
#include "configs.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>

using namespace chartwright;
using namespace chartwright_test;

// Real scripts. Each writes a line into the file "runs", so that runs can be counted.
class ExecPluginTest : public TestCase
{
    Q_OBJECT

private slots:
    void init() override;
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
    void consent();
    void consentLater();
    void refusal();
    void fingerprints();

private:
    struct Consent : ExecConsent
    {
        bool isAllowed(const QString &fingerprint) const override
        {
            return all || allowed.contains(fingerprint);
        }
        void ask(const ExecQuestion &question, QObject *context,
                 std::function<void(bool)> answer) override
        {
            asked.append(question);
            if (later) {
                QTimer::singleShot(30, context,
                                   [this, question, answer] { answer(answerTo(question)); });
            } else {
                answer(answerTo(question));
            }
        }
        bool answerTo(const ExecQuestion &question)
        {
            if (yes)
                allowed.insert(question.fingerprint);
            return yes;
        }
        bool all = true, yes = true, later = false;
        QSet<QString> allowed;
        QList<ExecQuestion> asked;
    };

    ExecSpec spec(const QByteArray &bash);
    std::unique_ptr<ExecPlugin> plugin(const QByteArray &bash);
    static Result<ExecCredentialPtr> get(ExecPlugin *plugin);
    QByteArray fileOf(const QString &name);
    qsizetype runs() { return fileOf(QStringLiteral("runs")).count('\n'); }

    std::unique_ptr<Folder> m_folder;
    std::unique_ptr<Consent> m_consent;
    ProcessLimits m_limits;
};

namespace {

QByteArray answer(const QByteArray &status)
{
    return R"(echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", )"
           R"("status": )" +
           status + "}'";
}

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

void ExecPluginTest::init()
{
    TestCase::init();
    m_folder = std::make_unique<Folder>();
    m_consent = std::make_unique<Consent>();
    m_limits = {std::chrono::seconds(20), std::chrono::milliseconds(300), 10'000, 1000};
}

ExecSpec ExecPluginTest::spec(const QByteArray &bash)
{
    const QString script = m_folder->writeScript(
        QStringLiteral("login"), "cd " + m_folder->path().toUtf8() + "; echo run >>runs\n" + bash);
    ExecSpec out;
    out.exec.apiVersion = QStringLiteral("client.authentication.k8s.io/v1");
    out.exec.interactiveMode = QStringLiteral("IfAvailable");
    out.exec.command = script;
    out.user = QStringLiteral("kim");
    out.where = QStringLiteral("/f/config:8:3");
    return out;
}

std::unique_ptr<ExecPlugin> ExecPluginTest::plugin(const QByteArray &bash)
{
    return std::make_unique<ExecPlugin>(spec(bash), m_consent.get(), nullptr, m_limits);
}

Result<ExecCredentialPtr> ExecPluginTest::get(ExecPlugin *plugin)
{
    std::optional<Result<ExecCredentialPtr>> out;
    QObject context;
    plugin->get(&context, [&](const Result<ExecCredentialPtr> &result) { out = result; });
    if (!QTest::qWaitFor([&] { return out.has_value(); }, 30'000))
        return failure(QStringLiteral("no answer"));
    return *out;
}

QByteArray ExecPluginTest::fileOf(const QString &name)
{
    QFile file(m_folder->path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

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

void ExecPluginTest::consent()
{
    m_consent->all = false;
    const auto login = plugin(answer(R"({"token": "abc"})"));
    const auto credential = get(login.get());
    QVERIFY_RESULT(credential);
    QCOMPARE(m_consent->asked.size(), 1);
    const ExecQuestion question = m_consent->asked.constFirst();
    QCOMPARE(question.program, m_folder->path(QStringLiteral("login")));
    QCOMPARE(question.user, QStringLiteral("kim"));
    QCOMPARE(question.where, QStringLiteral("/f/config:8:3"));
    login->drop(*credential);
    QVERIFY_RESULT(get(login.get())); // is remembered
    QCOMPARE(m_consent->asked.size(), 1);
}

void ExecPluginTest::consentLater()
{
    m_consent->all = false;
    m_consent->later = true;
    const auto login = plugin(answer(R"({"token": "abc"})"));
    login->get(this, [](const auto &) {});
    QVERIFY_RESULT(get(login.get()));
    QCOMPARE(m_consent->asked.size(), 1);
    // It goes while the question is open.
    m_consent->allowed.clear();
    auto second = plugin(answer(R"({"token": "abc"})"));
    second->get(this, [](const auto &) {});
    QTRY_COMPARE(m_consent->asked.size(), 2);
    second.reset();
    QTest::qWait(60);
    // It is cancelled while the question is open.
    auto third = plugin(answer(R"({"token": "abc"})"));
    bool failed = false;
    third->get(this, [&](const Result<ExecCredentialPtr> &result) { failed = !result; });
    QTRY_COMPARE(m_consent->asked.size(), 3);
    third->cancel();
    QVERIFY(failed);
    QTest::qWait(60);
    QCOMPARE(runs(), 1);
}

void ExecPluginTest::refusal()
{
    m_consent->all = m_consent->yes = false;
    const auto login = plugin(answer(R"({"token": "abc"})"));
    QVERIFY_ERROR(get(login.get()), QStringLiteral("“login” was not allowed to run"));
    QVERIFY_ERROR(get(login.get()), QStringLiteral("“login” was not allowed to run"));
    QCOMPARE(m_consent->asked.size(), 1); // not again and again
    QCOMPARE(runs(), 0);
    login->askAgain();
    m_consent->yes = true;
    QVERIFY_RESULT(get(login.get()));
    QCOMPARE(m_consent->asked.size(), 2);
}

void ExecPluginTest::fingerprints()
{
    ExecSpec one = spec("");
    one.exec.arguments = {QStringLiteral("a"), QStringLiteral("b")};
    one.exec.environment = {{QStringLiteral("c"), QStringLiteral("d")}};
    QSet<QString> seen;
    const auto add = [&](const ExecSpec &other, const QString &program) {
        seen.insert(execQuestion(other, program).fingerprint);
    };
    const QString program = QStringLiteral("/usr/bin/aws");
    add(one, program);
    ExecSpec same = one;
    same.user = QStringLiteral("another");
    same.where = QStringLiteral("elsewhere");
    same.exec.installHint = QStringLiteral("x");
    add(same, program);
    QCOMPARE(seen.size(), 1);
    add(one, QStringLiteral("/tmp/aws"));
    ExecSpec other = one;
    other.exec.command = QStringLiteral("x");
    add(other, program);
    other = one;
    other.exec.arguments = {QStringLiteral("a b")};
    add(other, program);
    other.exec.arguments = {QStringLiteral("ab"), QString()};
    add(other, program);
    other.exec.arguments = {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"),
                            QStringLiteral("d")};
    other.exec.environment = {};
    add(other, program);
    other = one;
    other.exec.environment = {{QStringLiteral("cd"), QString()}};
    add(other, program);
    other.exec.environment = {{QStringLiteral("LD_PRELOAD"), QStringLiteral("d")}};
    add(other, program);
    QCOMPARE(seen.size(), 8);
}

CHARTWRIGHT_TEST(ExecPluginTest)
#include "test_exec_plugin.moc"
