// SPDX-License-Identifier: Apache-2.0
#include "secrets/docker_config.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace chartwright;

class DockerConfigTest : public TestCase
{
    Q_OBJECT

private slots:
    void isWhatKubectlWrites();
    void roundTrip();
    void readsWhatOthersWrite();
    void refusals();
    void brokenJson_data();
    void brokenJson();
};

namespace {

std::vector<RegistryLogin> login(const QString &server, const QString &user,
                                 const QByteArray &password, const QString &email = {})
{
    std::vector<RegistryLogin> out;
    out.push_back({server, user, SecretValue(password), email});
    return out;
}

Result<std::vector<RegistryLogin>> read(const QByteArray &json)
{
    return readDockerConfig(SecretValue(json));
}

} // namespace

// kubectl create secret docker-registry --dry-run=client -o jsonpath={.data.*} --docker-server=… …
void DockerConfigTest::isWhatKubectlWrites()
{
    const auto config =
        writeDockerConfig(login(DockerHub, QStringLiteral("ann"), "abc", QStringLiteral("a@b.c")));
    QVERIFY_RESULT(config);
    QCOMPARE(config->view(),
             QByteArrayView(R"({"auths":{"https://index.docker.io/v1/":{"username":"ann",)"
                            R"("password":"abc","email":"a@b.c","auth":"YW5uOmFiYw=="}}})"));
}

void DockerConfigTest::roundTrip()
{
    QByteArray hard = QByteArray("\"\\/\b\f\n\r\t\x01\x7f{}[]:, ") + "äöü€😀";
    std::vector<RegistryLogin> logins =
        login(QStringLiteral("ghcr.io"), QStringLiteral("ann"), hard);
    for (auto &more : login(QStringLiteral("reg\"istry:5000"), QStringLiteral("bö"),
                            ":::", QStringLiteral("x@y")))
        logins.push_back(std::move(more));
    const auto config = writeDockerConfig(logins);
    QVERIFY_RESULT(config);
    // Another reader takes it the same way.
    const QJsonObject auths = QJsonDocument::fromJson(config->view().toByteArray())
                                  .object()[QLatin1String("auths")]
                                  .toObject();
    QCOMPARE(auths[QLatin1String("ghcr.io")][QLatin1String("password")].toString(),
             QString::fromUtf8(hard));
    QCOMPARE(QByteArray::fromBase64(
                 auths[QLatin1String("ghcr.io")][QLatin1String("auth")].toString().toLatin1()),
             "ann:" + hard);

    const auto back = readDockerConfig(*config);
    QVERIFY_RESULT(back);
    QCOMPARE(back->size(), 2u);
    for (size_t i = 0; i < 2; ++i) {
        QCOMPARE((*back)[i].server, logins[i].server);
        QCOMPARE((*back)[i].user, logins[i].user);
        QVERIFY((*back)[i].password.equals(logins[i].password));
        QCOMPARE((*back)[i].email, logins[i].email);
    }
}

void DockerConfigTest::readsWhatOthersWrite()
{
    const auto onlyAuth = read(
        R"( { "credsStore" : "desktop", "n": [1, {"a": null}, [], -2.5e3], "auths" : { "r" : { "auth" : "YW5uOmE6Yg==" } , "s":{} } } )");
    QVERIFY_RESULT(onlyAuth);
    QCOMPARE(onlyAuth->size(), 2u);
    QCOMPARE((*onlyAuth)[0].user, QStringLiteral("ann"));
    QCOMPARE((*onlyAuth)[0].password.view(), QByteArrayView("a:b"));
    QVERIFY((*onlyAuth)[1].user.isEmpty());
    const auto escaped = read("{\"auths\":{\"r\":{\"password\":\"\\u00e4\\ud83d\\ude00\\/\"}}}");
    QVERIFY_RESULT(escaped);
    QCOMPARE((*escaped)[0].password.view(), QByteArrayView("ä😀/"));
    QVERIFY_RESULT(read("{\"auths\":{}}"));
}

void DockerConfigTest::refusals()
{
    QVERIFY_ERROR(writeDockerConfig(login({}, QStringLiteral("ann"), "abc")),
                  QStringLiteral("server is missing"));
    QVERIFY_ERROR(writeDockerConfig(login(DockerHub, {}, "abc")), QStringLiteral("user's name"));
    QVERIFY_ERROR(writeDockerConfig(login(DockerHub, QStringLiteral("a:b"), "abc")),
                  QStringLiteral("user's name"));
    auto twice = login(DockerHub, QStringLiteral("a"), "b");
    twice.push_back({DockerHub, QStringLiteral("c"), {}, {}});
    QVERIFY_ERROR(writeDockerConfig(twice), QStringLiteral("twice"));
    QVERIFY_ERROR(read("{}"), QStringLiteral("“auths” is missing"));
    QVERIFY_ERROR(read("{\"auths\":{\"r\":{\"auth\":\"!!!\"}}}"), QStringLiteral("not base64"));
    QVERIFY_ERROR(read("{\"auths\":{\"r\":{\"auth\":\"YW5u\"}}}"), QStringLiteral("does not hold"));
}

void DockerConfigTest::brokenJson_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char *json :
         {"", "x", "[]", "{", "{\"auths\"", "{\"auths\":", "{\"auths\":{", "{\"auths\":{}",
          "{\"auths\":{}}x", "{\"auths\":{\"r\":{\"password\":\"secret",
          "{\"auths\":{\"r\":{\"password\":\"\\", "{\"auths\":{\"r\":{\"password\":\"\\u12",
          "{\"auths\":{\"r\":{\"password\":\"\\ud83dx\"}}}", "{\"auths\":{\"r\":{\"password\":1}}}",
          "{\"auths\":{\"r\":[]}}", "{\"a\":}", "{\"a\":[1,]}", "{a:1}", "{\"auths\":{},}"})
        QTest::addRow("%s", json) << QByteArray(json);
    QTest::newRow("deep") << "{\"a\":" + QByteArray(100'000, '[');
}

void DockerConfigTest::brokenJson()
{
    QFETCH(QByteArray, json);
    const auto result = read(json);
    QVERIFY_ERROR(result, QStringLiteral("wrong at character"));
    QVERIFY(!result.error().text().contains(QStringLiteral("secret")));
}

CHARTWRIGHT_TEST(DockerConfigTest)
#include "test_docker_config.moc"
