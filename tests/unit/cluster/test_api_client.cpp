// SPDX-License-Identifier: Apache-2.0
#include "cluster/api_kinds.h"
#include "support/test_case.h"
#include "tree/yaml.h"
#include "unit/cluster/plain_client.h"
#include "unit/cluster/scripted_server.h"

#include <QElapsedTimer>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Client = PlainClient;

const QByteArray EmptyPods = R"({"kind": "PodList", "items": []})";

} // namespace

class ApiClientTest : public TestCase
{
    Q_OBJECT

private slots:
    void paths();
    void discovery();
    void asks();
    void names();
    void failuresInWords_data();
    void failuresInWords();
    void redirectsAreNotFollowed();
    void busyServersAreWaitedFor();
    void brokenConnections();
    void answersThatAreNone();
    void silenceEnds();
    void cancelled();
    void tooLarge();
    void impersonates();
};

void ApiClientTest::paths()
{
    const ApiKinds kinds;
    const auto deployment = kinds.find(u"apps/v1"_s, u"Deployment"_s);
    QVERIFY(deployment);
    QCOMPARE(objectPath(*deployment, u"shop"_s, u"web"_s),
             u"/apis/apps/v1/namespaces/shop/deployments/web"_s);
    QCOMPARE(collectionPath(*deployment, {}), u"/apis/apps/v1/deployments"_s);
    QCOMPARE(objectPath(*kinds.find(u"v1"_s, u"Namespace"_s), u"ignored"_s, u"shop"_s),
             u"/api/v1/namespaces/shop"_s);
    // A name never leads to another object.
    QCOMPARE(objectPath(*deployment, u"a/../b"_s, u"x?y#z"_s),
             u"/apis/apps/v1/namespaces/a%2F..%2Fb/deployments/x%3Fy%23z"_s);
}

void ApiClientTest::discovery()
{
    ApiKinds kinds;
    QVERIFY(!kinds.find(u"batch/v1"_s, u"Job"_s));
    const auto read = readJson(
        R"({"kind": "APIGroupDiscoveryList", "items": [{"metadata": {"name": "batch"}, "versions":
        [{"version": "v1", "resources": [{"resource": "jobs", "scope": "Namespaced", "responseKind":
        {"group": "batch", "kind": "Job"}}, {"resource": "", "responseKind": {"kind": ""}}, 3]}, 4]},
        {"versions": 7}]})",
        u"test"_s);
    QVERIFY(read);
    kinds.add(*read);
    QCOMPARE(kinds.find(u"batch/v1"_s, u"Job"_s),
             (ApiKind{u"batch/v1"_s, u"Job"_s, u"jobs"_s, true}));
    QVERIFY(kinds.hasGroupVersion(u"batch/v1"_s) && !kinds.hasGroupVersion(u"batch/v2"_s));
    kinds.add(Value(u"nonsense"_s));
}

void ApiClientTest::asks()
{
    ScriptedServer server([](const Heard &) {
        return ScriptedServer::answer(201, R"({"kind": "Pod"})",
                                      "Warning: 299 - \"first \\\"one\\\"\"\r\nWarning: 299 - "
                                      "\"second\"\r\n");
    });
    Client client(server.url(),
                  [](Target &target) { target.server.setPath(u"/k8s/clusters/c-1"_s); });
    const auto answer = client.ask({ApiRequest::Verb::Patch,
                                    u"/api/v1/pods/a%2Fb"_s,
                                    {{u"fieldManager"_s, u"a+b&c"_s}},
                                    "{}",
                                    "application/apply-patch+yaml"});
    QVERIFY(answer);
    QCOMPARE(answer->status, 201);
    QCOMPARE(answer->object[u"kind"].toString(), u"Pod"_s);
    QCOMPARE(answer->warnings, (QStringList{u"first \"one\""_s, u"second"_s}));
    const Heard heard = server.heard().constFirst();
    QCOMPARE(heard.method, "PATCH");
    QCOMPARE(heard.path, "/k8s/clusters/c-1/api/v1/pods/a%2Fb?fieldManager=a%2Bb%26c");
    QCOMPARE(heard.body, "{}");
    QCOMPARE(heard.header("Content-Type"), QByteArrayList{"application/apply-patch+yaml"});
    QVERIFY(heard.header("User-Agent").value(0).startsWith("chartwright/"));
    QVERIFY(heard.header("Cookie").isEmpty() && heard.header("Authorization").isEmpty());
}

void ApiClientTest::names()
{
    QCOMPARE(refOf(*readJson(R"({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a",
                             "namespace": "b"}})",
                             u"test"_s)),
             (ObjectRef{u"v1"_s, u"Pod"_s, u"b"_s, u"a"_s}));
}

void ApiClientTest::failuresInWords_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ApiFailure::Kind>("kind");
    QTest::addColumn<QString>("message");
    using Kind = ApiFailure::Kind;
    QTest::newRow("403") << 403
                         << QByteArray(R"({"kind": "Status", "reason": "Forbidden", "message":
        "pods is forbidden: User \"x\" cannot list"})")
                         << Kind::Refused << u"pods is forbidden: User \"x\" cannot list"_s;
    QTest::newRow("404") << 404
                         << QByteArray(
                                R"({"reason": "NotFound", "message": "pods \"a\" not found"})")
                         << Kind::NotFound << u"pods \"a\" not found"_s;
    QTest::newRow("409 exists") << 409
                                << QByteArray(R"({"reason": "AlreadyExists", "message": "there"})")
                                << Kind::Refused << u"there"_s;
    QTest::newRow("409") << 409 << QByteArray(R"({"reason": "Conflict", "message": "Apply failed",
        "details": {"causes": [{"reason": "FieldManagerConflict", "message": "conflict with \"k\"",
        "field": ".a"}]}})")
                         << Kind::Conflict << u"Apply failed"_s;
    QTest::newRow("500 of a proxy") << 500 << QByteArray("<html>") << Kind::Refused
                                    << u"the server answered with the status 500"_s;
    QTest::newRow("hostile text") << 422 << QByteArray(R"({"message": "a\u001b[31m<b>\n\u202e x"})")
                                  << Kind::Refused << u"a<b> x"_s;
    QTest::newRow("401") << 401 << QByteArray(R"({"message": "Unauthorized"})") << Kind::Login
                         << u"Unauthorized"_s;
}

void ApiClientTest::failuresInWords()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ApiFailure::Kind, kind);
    QFETCH(QString, message);
    ScriptedServer server([&](const Heard &) { return ScriptedServer::answer(status, body); });
    Client client(server.url());
    const auto answer = client.ask({ApiRequest::Verb::Get, u"/api/v1/pods"_s});
    QVERIFY(!answer);
    QCOMPARE(answer.error().status, status);
    QCOMPARE(answer.error().kind, kind);
    QCOMPARE(answer.error().error.message, message);
    QCOMPARE(answer.error().error.where, u"GET /api/v1/pods"_s);
    QCOMPARE(answer.error().conflicts.size(), kind == ApiFailure::Kind::Conflict ? 1 : 0);
    QCOMPARE(server.heard().size(), 1);
}

void ApiClientTest::redirectsAreNotFollowed()
{
    ScriptedServer other([](const Heard &) { return ScriptedServer::answer(200, "{}"); });
    ScriptedServer server([&](const Heard &) {
        return ScriptedServer::answer(307, "{}", "Location: " + other.url().toLatin1() + "/x\r\n");
    });
    Client client(server.url());
    const auto answer = client.ask({ApiRequest::Verb::Get, u"/api/v1/pods"_s});
    QVERIFY(!answer);
    QCOMPARE(answer.error().error.message, u"the server sends us on to another address"_s);
    QVERIFY(other.heard().isEmpty());
}

void ApiClientTest::busyServersAreWaitedFor()
{
    int times = 0;
    ScriptedServer server([&](const Heard &) {
        ++times;
        return times < 3
                   ? ScriptedServer::answer(times == 1 ? 429 : 503, "{}", "Retry-After: 0\r\n")
                   : ScriptedServer::answer(200, EmptyPods);
    });
    Client client(server.url());
    QVERIFY(client.ask({ApiRequest::Verb::Post, u"/api/v1/pods"_s, {}, "{}"}));
    QCOMPARE(times, 3);
    // For ever is too long, and without the header nobody asked us to wait.
    ScriptedServer busy(
        [](const Heard &) { return ScriptedServer::answer(429, "{}", "Retry-After: 0\r\n"); });
    Client second(busy.url());
    QCOMPARE(second.ask({ApiRequest::Verb::Get, u"/x"_s}).error().status, 429);
    QCOMPARE(busy.heard().size(), 10);
    ScriptedServer broken([](const Heard &) { return ScriptedServer::answer(500, "{}"); });
    Client third(broken.url());
    QCOMPARE(third.ask({ApiRequest::Verb::Get, u"/x"_s}).error().status, 500);
    QCOMPARE(broken.heard().size(), 1);
}

void ApiClientTest::brokenConnections()
{
    int times = 0;
    ScriptedServer server([&](const Heard &) {
        ++times;
        return times == 1
                   ? ScriptedServer::answer(200, EmptyPods, "Connection: close\r\n").chopped(9)
               : times == 2 ? QByteArray()
                            : ScriptedServer::answer(200, EmptyPods);
    });
    // What is asked for is asked again, what is changed is not.
    ScriptedServer cutting([&](const Heard &) { return QByteArray(); });
    Client client(server.url()), other(cutting.url());
    QVERIFY(client.ask({ApiRequest::Verb::Get, u"/api/v1/pods"_s}));
    QVERIFY(times > 2);
    const auto answer = other.ask({ApiRequest::Verb::Delete, u"/api/v1/pods/a"_s});
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ApiFailure::Kind::Unreachable);
    QCOMPARE(answer.error().error.where, cutting.url());
    QVERIFY(cutting.heard().size() <= 2); // Qt itself tries a reused connection again
    cutting.close();
    const auto nobody = other.ask({ApiRequest::Verb::Get, u"/x"_s});
    QVERIFY(!nobody);
    QCOMPARE(nobody.error().kind, ApiFailure::Kind::Unreachable);
}

void ApiClientTest::answersThatAreNone()
{
    ScriptedServer server([](const Heard &) { return ScriptedServer::answer(200, "<html>login"); });
    Client client(server.url());
    const auto answer = client.ask({ApiRequest::Verb::Get, u"/api"_s});
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ApiFailure::Kind::Unclear);
    // Logs are no JSON.
    ApiRequest logs{ApiRequest::Verb::Get, u"/log"_s};
    logs.accept = "text/plain";
    const auto text = client.ask(logs);
    QVERIFY(text);
    QCOMPARE(text->bytes, "<html>login");
}

void ApiClientTest::silenceEnds()
{
    ScriptedServer server(
        [](const Heard &) { return QByteArray("HTTP/1.1 200 -\r\nContent-Length: 100\r\n\r\n{"); });
    ApiLimits limits;
    limits.silence = 200ms;
    limits.tries = 1;
    Client client(server.url(), {}, limits);
    QElapsedTimer timer;
    timer.start();
    const auto answer = client.ask({ApiRequest::Verb::Get, u"/api"_s});
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ApiFailure::Kind::TimedOut);
    QVERIFY(timer.elapsed() < 10'000);
}

void ApiClientTest::cancelled()
{
    ScriptedServer server([](const Heard &) { return ScriptedServer::answer(200, EmptyPods); });
    Client client(server.url());
    bool called = false;
    const auto done = [&](const ApiResult<ApiAnswer> &) { called = true; };
    ApiCall call = client.api->send({ApiRequest::Verb::Get, u"/api"_s}, this, done);
    QVERIFY(call.isRunning());
    call.cancel();
    QVERIFY(!call.isRunning());
    auto context = std::make_unique<QObject>();
    client.api->send({ApiRequest::Verb::Get, u"/api"_s}, context.get(), done);
    context.reset();
    client.api->send({ApiRequest::Verb::Get, u"/api"_s}, this, done);
    client.api.reset();
    QTest::qWait(300);
    QVERIFY(!called);
}

void ApiClientTest::tooLarge()
{
    ScriptedServer server([](const Heard &) {
        return ScriptedServer::answer(200, '"' + QByteArray(100'000, 'x') + '"');
    });
    ApiLimits limits;
    limits.bytes = 50'000;
    Client client(server.url(), {}, limits);
    const auto answer = client.ask({ApiRequest::Verb::Get, u"/api"_s});
    QVERIFY(!answer);
    QCOMPARE(answer.error().error.message, u"the answer is too large"_s);
}

void ApiClientTest::impersonates()
{
    ScriptedServer server([](const Heard &) { return ScriptedServer::answer(200, "{}"); });
    Client client(server.url(), [](Target &target) {
        target.impersonation = {{"Impersonate-User", "jane"}, {"Impersonate-Group", "dev"}};
    });
    QVERIFY(client.ask({ApiRequest::Verb::Get, u"/api"_s}));
    QCOMPARE(server.heard()[0].header("Impersonate-User"), QByteArrayList{"jane"});
    QCOMPARE(server.heard()[0].header("Impersonate-Group"), QByteArrayList{"dev"});
    Client several(server.url(), [](Target &target) {
        target.impersonation = {{"Impersonate-Group", "dev"}, {"Impersonate-Group", "ops"}};
    });
    const auto answer = several.ask({ApiRequest::Verb::Get, u"/api"_s});
    // Each is a header of its own, or nothing is asked at all.
    if (QT_VERSION < QT_VERSION_CHECK(6, 5, 0)) {
        QVERIFY(answer);
        QCOMPARE(server.heard()[1].header("Impersonate-Group"), (QByteArrayList{"dev", "ops"}));
    } else {
        QVERIFY(!answer && answer.error().kind == ApiFailure::Kind::Login);
        QCOMPARE(server.heard().size(), 1);
    }
}

CHARTWRIGHT_TEST(ApiClientTest)
#include "test_api_client.moc"
