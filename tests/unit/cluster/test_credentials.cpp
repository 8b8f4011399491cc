// SPDX-License-Identifier: Apache-2.0
#include "certificates.h"
#include "cluster/credentials.h"
#include "configs.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QFile>

using namespace chartwright;
using namespace chartwright_test;

class CredentialsTest : public TestCase
{
    Q_OBJECT

private slots:
    void init() override;
    void fixedOnes_data();
    void fixedOnes();
    void tokenFile();
    void tokenFileMistakes_data();
    void tokenFileMistakes();
    void tokenStandsInForItsFile();
    void plugin();
    void pluginGivesACertificate();

private:
    struct Yes : ExecConsent
    {
        bool isAllowed(const QString &) const override { return true; }
        void ask(const ExecQuestion &, QObject *, std::function<void(bool)> answer) override
        {
            answer(true);
        }
    };

    std::unique_ptr<Credentials> credentials(const QByteArray &user);
    static Result<RequestCredentialsPtr> get(Credentials *credentials);
    static QString header(Credentials *credentials);

    Yes m_yes;
    std::unique_ptr<Folder> m_folder;
};

void CredentialsTest::init()
{
    TestCase::init();
    m_folder = std::make_unique<Folder>();
}

std::unique_ptr<Credentials> CredentialsTest::credentials(const QByteArray &user)
{
    const auto kubeconfig =
        read(config("server: 'https://a'", user), m_folder->path(QStringLiteral("config")));
    auto target = kubeconfig.and_then([](const Kubeconfig &found) { return targetOf(found); });
    if (!target)
        qFatal("%s", qPrintable(target.error().text()));
    return std::make_unique<Credentials>(std::make_shared<const Target>(std::move(*target)),
                                         &m_yes);
}

Result<RequestCredentialsPtr> CredentialsTest::get(Credentials *credentials)
{
    std::optional<Result<RequestCredentialsPtr>> out;
    QObject context;
    credentials->get(&context, [&](const auto &result) { out = result; });
    if (out || !QTest::qWaitFor([&] { return out.has_value(); }, 10'000))
        return failure(QStringLiteral("no answer, or one at once"));
    return *out;
}

QString CredentialsTest::header(Credentials *credentials)
{
    const auto found = get(credentials);
    return found ? QString::fromUtf8((*found)->authorization.view()) : found.error().text();
}

void CredentialsTest::fixedOnes_data()
{
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QString>("expected");
    QTest::newRow("none") << QByteArray() << QString();
    QTest::newRow("token") << QByteArray("token: abc") << QStringLiteral("Bearer abc");
    QTest::newRow("basic") << QByteArray("username: kim, password: 'a:ü'")
                           << QStringLiteral("Basic a2ltOmE6w7w=");
}

void CredentialsTest::fixedOnes()
{
    QFETCH(QByteArray, user);
    const auto login = credentials(user);
    QTEST(header(login.get()), "expected");
    QVERIFY(!login->refused(*get(login.get())));
}

void CredentialsTest::tokenFile()
{
    m_folder->write(QStringLiteral("token"), " one\n");
    const auto login = credentials("tokenFile: token");
    QCOMPARE(header(login.get()), QStringLiteral("Bearer one"));
    m_folder->write(QStringLiteral("token"), "two");
    QCOMPARE(header(login.get()), QStringLiteral("Bearer one")); // is fresh
    QVERIFY(login->refused(*get(login.get())));
    QCOMPARE(header(login.get()), QStringLiteral("Bearer two"));
    // The last one still serves when the file has gone.
    QVERIFY(QFile::remove(m_folder->path(QStringLiteral("token"))));
    QVERIFY(login->refused(*get(login.get())));
    QCOMPARE(header(login.get()), QStringLiteral("Bearer two"));
}

void CredentialsTest::tokenFileMistakes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("message");
    QTest::newRow("empty") << QByteArray(" \n") << QStringLiteral("is empty");
    QTest::newRow("two lines") << QByteArray("s3cr3t\nb\n") << QStringLiteral("more than one line");
    QTest::newRow("NUL") << QByteArray("s3cr3t\0b", 8) << QStringLiteral("more than one line");
    QTest::newRow("large") << QByteArray(2'000'000, 'a') << QStringLiteral("larger than 1 MiB");
}

void CredentialsTest::tokenFileMistakes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, message);
    const QString file = m_folder->write(QStringLiteral("token"), bytes);
    const auto login = credentials("tokenFile: token");
    const auto found = get(login.get());
    QVERIFY_ERROR(found, message);
    QCOMPARE(found.error().where, file);
    QVERIFY(!found.error().text().contains(QStringLiteral("s3cr3t")));
}

void CredentialsTest::tokenStandsInForItsFile()
{
    const auto login = credentials("token: spare, tokenFile: token");
    QCOMPARE(header(login.get()), QStringLiteral("Bearer spare"));
    m_folder->write(QStringLiteral("token"), "one");
    QCOMPARE(header(login.get()), QStringLiteral("Bearer one"));
}

void CredentialsTest::plugin()
{
    m_folder->writeScript(QStringLiteral("login"),
                          R"(echo '{"apiVersion": "client.authentication.k8s.io/v1beta1", )"
                          R"("kind": "ExecCredential", "status": {"token": "'$RANDOM$RANDOM'"}}')");
    const auto login =
        credentials("exec: {command: ./login, apiVersion: client.authentication.k8s.io/v1beta1}");
    const QString first = header(login.get());
    QVERIFY2(first.startsWith(QStringLiteral("Bearer ")), qPrintable(first));
    QCOMPARE(header(login.get()), first);
    const auto used = get(login.get());
    QVERIFY(login->refused(*used));
    const QString second = header(login.get());
    QVERIFY(second != first);
    QVERIFY(login->refused(*used)); // of the first
    QCOMPARE(header(login.get()), second);
}

void CredentialsTest::pluginGivesACertificate()
{
    const Authority authority("ca");
    const Key key = newKey("EC");
    const QByteArray status = R"({"clientCertificateData": ")" + authority.issue(key, "kim") +
                              R"(", "clientKeyData": ")" + pemOf(key) + R"("})";
    m_folder->write(QStringLiteral("answer"),
                    R"({"apiVersion": "client.authentication.k8s.io/v1beta1", "kind": )"
                    R"("ExecCredential", "status": )" +
                        QByteArray(status).replace('\n', "\\n") + '}');
    m_folder->writeScript(QStringLiteral("login"), "cat \"${0%/*}/answer\"");
    const auto login =
        credentials("exec: {command: ./login, apiVersion: client.authentication.k8s.io/v1beta1}");
    const auto found = get(login.get());
    QVERIFY_RESULT(found);
    QVERIFY((*found)->authorization.isEmpty());
    QVERIFY(!(*found)->tls.privateKey().isNull());
    QCOMPARE((*found)->tls.localCertificate().subjectInfo(QSslCertificate::CommonName),
             QStringList{QStringLiteral("kim")});
}

CHARTWRIGHT_TEST(CredentialsTest)
#include "test_credentials.moc"
