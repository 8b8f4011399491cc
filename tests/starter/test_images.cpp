// SPDX-License-Identifier: Apache-2.0
#include "starter/http.h"
#include "support/test_case.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

QJsonArray tasks(Client &client)
{
    return QJsonDocument::fromJson(client.ask("GET", "/api/tasks").body).array();
}

} // namespace

class TestImages : public TestCase
{
    Q_OBJECT
private slots:
    void frontend();
    void frontendNeedsItsPage();
    void backendHealth();
    void backendTasks();
    void backendKeepsTitlesAsSent();
    void backendRefusesTitles_data();
    void backendRefusesTitles();
    void backendIsBounded();
    void logLevel();
    void keepAlive();
    void pipelined();
    void slowClient();
    void malformed_data();
    void malformed();
    void silentClientsLockNobodyOut();
    void stopFinishesWhatIsUnderWay();
    void badPort();
};

void TestImages::frontend()
{
    Server server(u"frontend"_s);
    QVERIFY(server.port());
    Client client(server);
    const Answer page = client.ask("GET", "/");
    QCOMPARE(page.status, 200);
    QVERIFY(page.head.contains("Content-Type: text/html; charset=utf-8\r\n"));
    QVERIFY(page.body.startsWith("<!DOCTYPE html>"));
    QVERIFY(page.body.contains("'/api/tasks'"));
    QVERIFY(page.body.endsWith("</html>\n"));
    QCOMPARE(client.ask("GET", "/?from=mail").status, 200);
    const Answer head = client.ask("HEAD", "/");
    QCOMPARE(head.status, 200);
    QVERIFY(head.head.contains("Content-Length: " + QByteArray::number(page.body.size())));
    QCOMPARE(client.ask("GET", "/health").body, "{\"status\":\"ok\"}\n");
    QCOMPARE(client.ask("GET", "/api/tasks").status, 404);
    QCOMPARE(client.ask("GET", "/../etc/passwd").status, 404);
    QCOMPARE(client.ask("GET", "//").status, 404);
    const Answer posted = client.ask("POST", "/", "x");
    QCOMPARE(posted.status, 405);
    QVERIFY(posted.head.contains("Allow: GET, HEAD\r\n"));
}

void TestImages::frontendNeedsItsPage()
{
    QProcess process;
    process.start(QStringLiteral(CHARTWRIGHT_IMAGES "/frontend/server"),
                  {u"/nowhere/index.html"_s});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("cannot read /nowhere/index.html"));
}

void TestImages::backendHealth()
{
    Server server(u"backend"_s);
    QVERIFY(server.port());
    Client client(server);
    for (const char *path : {"/health", "/api/health"})
        QCOMPARE(client.ask("GET", path).body, "{\"status\":\"ok\"}\n");
    QCOMPARE(client.ask("POST", "/health").status, 405);
    QCOMPARE(client.ask("GET", "/").status, 404);
    QCOMPARE(client.ask("GET", "/apix").status, 404);
    QCOMPARE(server.stop(), 0);
    QVERIFY(server.process().readAllStandardError().contains("warning DATABASE_URL is not set"));
}

void TestImages::backendTasks()
{
    Server server(u"backend"_s, {u"DATABASE_URL=postgres://user:geheim@db/todo"_s});
    Client client(server);
    QCOMPARE(tasks(client).size(), 3);
    const Answer added = client.ask("POST", "/api/tasks", R"( {"title" : "Buy milk"} )");
    QCOMPARE(added.status, 201);
    QVERIFY(added.head.contains("Content-Type: application/json\r\n"));
    const QJsonObject task = QJsonDocument::fromJson(added.body).object();
    QCOMPARE(task[u"title"_s].toString(), u"Buy milk"_s);
    const qint64 id = task[u"id"_s].toInteger();
    QCOMPARE(tasks(client).size(), 4);
    QCOMPARE(tasks(client).last().toObject(), task);

    const QByteArray one = "/api/tasks/" + QByteArray::number(id);
    QCOMPARE(client.ask("GET", one).status, 405);
    QCOMPARE(client.ask("DELETE", one).status, 200);
    QCOMPARE(client.ask("DELETE", one).status, 404);
    QCOMPARE(client.ask("DELETE", "/api/tasks/").status, 404);
    QCOMPARE(client.ask("DELETE", "/api/tasks/1x").status, 404);
    QCOMPARE(client.ask("DELETE", "/api/tasks/-1").status, 404);
    QCOMPARE(client.ask("DELETE", "/api/tasks").status, 405);
    QCOMPARE(client.ask("DELETE", "/api/tasks/1").status, 200);
    QCOMPARE(tasks(client).size(), 2);

    QCOMPARE(server.stop(), 0);
    const QByteArray out =
        server.process().readAllStandardOutput() + server.process().readAllStandardError();
    QVERIFY(!out.contains("geheim"));
    QVERIFY(!out.contains("warning"));
}

void TestImages::backendKeepsTitlesAsSent()
{
    Server server(u"backend"_s);
    Client client(server);
    const QString hard = u"<b>\"quoted\"</b> \\ / \t \u0001 é 漢 \U0001F600"_s;
    const QByteArray body = QJsonDocument(QJsonObject{{u"title"_s, hard}}).toJson();
    QCOMPARE(client.ask("POST", "/api/tasks", body).status, 201);
    QCOMPARE(client.ask("POST", "/api/tasks", R"({"title":"\u00e9\ud83d\ude00"})").status, 201);
    const QJsonArray all = tasks(client);
    QCOMPARE(all[3].toObject()[u"title"_s].toString(), hard);
    QCOMPARE(all[4].toObject()[u"title"_s].toString(), u"é\U0001F600"_s);
}

void TestImages::backendRefusesTitles_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no object") << QByteArray("\"milk\"");
    QTest::newRow("empty") << QByteArray(R"({"title":""})");
    QTest::newRow("number") << QByteArray(R"({"title":1})");
    QTest::newRow("other key") << QByteArray(R"({"text":"x"})");
    QTest::newRow("cut") << QByteArray(R"({"title":"x)");
    QTest::newRow("ends in an escape") << QByteArray(R"({"title":"x\)");
    QTest::newRow("bad escape") << QByteArray(R"({"title":"\x"})");
    QTest::newRow("short \\u") << QByteArray(R"({"title":"\u12"})");
    QTest::newRow("more behind") << QByteArray(R"({"title":"x"} {})");
    QTest::newRow("control character") << QByteArray("{\"title\":\"a\nb\"}");
    QTest::newRow("NUL") << QByteArray("{\"title\":\"a\0b\"}", 15);
    QTest::newRow("NUL behind") << QByteArray("{\"title\":\"ab\"}\0", 15);
    QTest::newRow("no UTF-8") << QByteArray("{\"title\":\"\xff\"}");
    QTest::newRow("overlong UTF-8") << QByteArray("{\"title\":\"\xc0\xaf\"}");
    QTest::newRow("surrogate in UTF-8") << QByteArray("{\"title\":\"\xed\xa0\x80\"}");
    QTest::newRow("cut UTF-8") << QByteArray("{\"title\":\"\xe6\xbc\"}");
    QTest::newRow("too long") << QByteArray("{\"title\":\"") + QByteArray(401, 'x') + "\"}";
}

void TestImages::backendRefusesTitles()
{
    QFETCH(const QByteArray, body);
    Server server(u"backend"_s);
    Client client(server);
    const Answer refused = client.ask("POST", "/api/tasks", body);
    QCOMPARE(refused.status, 400);
    QVERIFY(!QJsonDocument::fromJson(refused.body).object()[u"error"_s].toString().isEmpty());
    QCOMPARE(tasks(client).size(), 3);
}

void TestImages::backendIsBounded()
{
    Server server(u"backend"_s, {u"LOG_LEVEL=error"_s});
    Client client(server);
    const QByteArray body = "{\"title\":\"" + QByteArray(400, 'x') + "\"}";
    for (int i = 3; i < 100; ++i)
        QCOMPARE(client.ask("POST", "/api/tasks", body).status, 201);
    QCOMPARE(client.ask("POST", "/api/tasks", body).status, 409);
    QCOMPARE(tasks(client).size(), 100);
    QCOMPARE(client.ask("DELETE", "/api/tasks/2").status, 200);
    QCOMPARE(client.ask("POST", "/api/tasks", body).status, 201);
}

void TestImages::logLevel()
{
    const auto outputAt = [](const QStringList &variables) {
        Server server(u"backend"_s, variables);
        Client client(server);
        client.ask("GET", "/health");
        client.ask("GET", "/api/tasks");
        server.stop();
        return server.process().readAllStandardOutput() + server.process().readAllStandardError();
    };
    const QByteArray info = outputAt({});
    QVERIFY(info.contains("info GET /api/tasks 200"));
    QVERIFY(!info.contains("/health"));
    QVERIFY(outputAt({u"LOG_LEVEL=debug"_s}).contains("debug GET /health 200"));
    QCOMPARE(outputAt({u"LOG_LEVEL=ERROR"_s}), QByteArray());
    QVERIFY(outputAt({u"LOG_LEVEL=loud"_s}).contains("warning LOG_LEVEL is none of"));
}

void TestImages::keepAlive()
{
    Server server(u"backend"_s);
    Client client(server);
    for (int i = 0; i < 3; ++i)
        QVERIFY(client.ask("GET", "/health").head.contains("Connection: keep-alive\r\n"));
    client.send("GET /health HTTP/1.1\r\nHost: x\r\nConnection: foo, Close\r\n\r\n");
    QVERIFY(client.receive().head.contains("Connection: close\r\n"));
    QVERIFY(client.isClosedByServer());

    Client old(server);
    old.send("GET /health HTTP/1.0\r\n\r\n");
    QCOMPARE(old.receive().status, 200);
    QVERIFY(old.isClosedByServer());

    Client staying(server);
    staying.send("GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    QCOMPARE(staying.receive().status, 200);
    QCOMPARE(staying.ask("GET", "/health").status, 200);
}

void TestImages::pipelined()
{
    Server server(u"backend"_s);
    Client client(server);
    client.send("POST /api/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 13\r\n\r\n{\"title\":\"a\"}"
                "\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n"
                "GET http://proxy/api/health?x HTTP/1.1\r\nhost:x\r\n\r\n");
    QCOMPARE(client.receive().status, 201);
    QCOMPARE(client.receive().status, 200);
    QCOMPARE(client.receive().status, 200);
}

void TestImages::slowClient()
{
    Server server(u"backend"_s);
    Client client(server);
    const QByteArray request(
        "POST /api/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 13\r\n\r\n{\"title\":\"a\"}");
    for (const char c : request)
        client.send(QByteArray(1, c));
    QCOMPARE(client.receive().status, 201);
}

void TestImages::malformed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const QByteArray get = "GET /health HTTP/1.1\r\nHost: x\r\n";
    QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02\x00", 5) << 400;
    QTest::newRow("blank lines") << QByteArray("\r\n").repeated(40) << 400;
    QTest::newRow("one word") << QByteArray("GET\r\n\r\n") << 400;
    QTest::newRow("no version") << QByteArray("GET /health\r\n\r\n") << 400;
    QTest::newRow("no path") << QByteArray("GET  HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("relative path") << QByteArray("GET health HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("HTTP/2") << QByteArray("GET / HTTP/2.0\r\nHost: x\r\n\r\n") << 505;
    QTest::newRow("HTTP/1.12") << QByteArray("GET / HTTP/1.12\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("no Host") << QByteArray("GET /health HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("two Hosts") << get + "Host: y\r\n\r\n" << 400;
    QTest::newRow("NUL") << get + QByteArray("X: \0\r\n\r\n", 8) << 400;
    QTest::newRow("bare line feed") << get + "X: a\nY: b\r\n\r\n" << 400;
    QTest::newRow("folded line") << get + "X: a\r\n b\r\n\r\n" << 400;
    QTest::newRow("blank before the colon") << get + "X : a\r\n\r\n" << 400;
    QTest::newRow("no colon") << get + "X\r\n\r\n" << 400;
    QTest::newRow("negative length") << get + "Content-Length: -1\r\n\r\n" << 400;
    QTest::newRow("two lengths") << get + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab" << 400;
    QTest::newRow("large length") << get + "Content-Length: 8193\r\n\r\n" << 413;
    QTest::newRow("huge length") << get + "Content-Length: 99999999999999999999999\r\n\r\n" << 413;
    QTest::newRow("chunked") << get + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" << 501;
    QTest::newRow("expectation") << get + "Expect: 100-continue\r\n\r\n" << 417;
    QTest::newRow("long line") << "GET /" + QByteArray(9000, 'x') << 431;
    QTest::newRow("many headers") << get + QByteArray("X: y\r\n").repeated(2000) << 431;
}

void TestImages::malformed()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, status);
    Server server(u"backend"_s);
    Client client(server);
    client.send(bytes);
    const Answer refused = client.receive();
    QCOMPARE(refused.status, status);
    QVERIFY(refused.head.contains("Connection: close\r\n"));
    QVERIFY(client.isClosedByServer());
    QCOMPARE(Client(server).ask("GET", "/health").status, 200);
}

void TestImages::silentClientsLockNobodyOut()
{
    Server server(u"backend"_s);
    std::vector<std::unique_ptr<Client>> silent;
    for (int i = 0; i < 200; ++i) {
        silent.push_back(std::make_unique<Client>(server));
        silent.back()->send("GET /hea");
    }
    QCOMPARE(Client(server).ask("GET", "/health").status, 200);
}

void TestImages::stopFinishesWhatIsUnderWay()
{
    Server server(u"backend"_s);
    Client idle(server), busy(server);
    QCOMPARE(idle.ask("GET", "/health").status, 200);
    QCOMPARE(busy.ask("GET", "/health").status, 200);
    // The answer to the one behind shows that the first half of the one before has arrived.
    busy.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /api/tasks HT");
    QCOMPARE(busy.receive().status, 200);
    ::kill(pid_t(server.process().processId()), SIGTERM);
    QVERIFY(idle.isClosedByServer());
    busy.send("TP/1.1\r\nHost: x\r\n\r\n");
    const Answer last = busy.receive();
    QCOMPARE(last.status, 200);
    QVERIFY(last.head.contains("Connection: close\r\n"));
    QVERIFY(server.process().waitForFinished());
    QCOMPARE(server.process().exitCode(), 0);
    QVERIFY(server.process().readAllStandardOutput().contains("info stopped"));
}

void TestImages::badPort()
{
    for (const char *port : {"PORT=x", "PORT=-1", "PORT=70000", "PORT=80x"}) {
        QProcess process;
        process.setEnvironment({QString::fromLatin1(port)});
        process.start(QStringLiteral(CHARTWRIGHT_IMAGES "/backend/server"), QStringList());
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 2);
        QVERIFY(process.readAllStandardError().contains("PORT is no port number"));
    }
    Server first(u"backend"_s);
    QProcess second;
    second.setEnvironment({u"PORT=%1"_s.arg(first.port())});
    second.start(QStringLiteral(CHARTWRIGHT_IMAGES "/backend/server"), QStringList());
    QVERIFY(second.waitForFinished());
    QCOMPARE(second.exitCode(), 1);
    QVERIFY(second.readAllStandardError().contains("Address already in use"));
}

CHARTWRIGHT_TEST(TestImages)
#include "test_images.moc"
