// SPDX-License-Identifier: Apache-2.0
#include "cluster/link_watch.h"
#include "support/test_case.h"
#include "unit/cluster/watch_server.h"
#include "unit/cluster/watcher.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Phase = WatchState::Phase;

// What a watch does where it broke.
class WatchRepairTest : public TestCase
{
    Q_OBJECT

private slots:
    void expired_data();
    void expired();
    void alwaysExpired();
    void halfALine();
    void noEvents();
    void refused_data();
    void refused();
    void missedNothing();
    void linkChanged();
    void clocks();
};

void WatchRepairTest::expired_data()
{
    QTest::addColumn<QByteArray>("event");
    QTest::newRow("HTTP 410") << QByteArray();
    QTest::newRow("code 410") << QByteArray(R"({"type": "ERROR", "object": {"kind": "Status",
        "code": 410, "message": "too old"}})")
                                     .simplified();
    QTest::newRow("reason Expired")
        << QByteArray(R"({"type": "ERROR", "object": {"kind": "Status", "reason": "Expired"}})");
    QTest::newRow("reason Gone") << QByteArray(
        R"({"type": "ERROR", "object": {"kind": "Status", "reason": "Gone"}})");
}

void WatchRepairTest::expired()
{
    QFETCH(QByteArray, event);
    WatchServer server;
    server.put("a");
    server.put("b");
    Watcher watcher(server.url());
    QTRY_VERIFY(watcher.isLive());
    if (event.isEmpty()) {
        const quint16 port = server.server().serverPort();
        server.server().close();
        server.server().hangUp("watch=1");
        QTRY_COMPARE(watcher.watch.state().phase, Phase::Stale);
        server.remove("a");
        server.put("c");
        server.compact();
        QVERIFY(server.server().listen(QHostAddress::LocalHost, port));
    } else {
        // The server says so, and ends.
        server.push(event + '\n');
        server.push({});
    }
    QTRY_COMPARE(watcher.listed, 2);
    QTRY_VERIFY(watcher.isLive() && server.watching() == 1);
    QCOMPARE(watcher.watch.objects().size(), 2);
    QCOMPARE(watcher.watch.objects().contains(u"shop/a"_s), !event.isEmpty());
}

void WatchRepairTest::alwaysExpired()
{
    WatchLimits limits = quick();
    limits.backoff = {200ms, 10s, 60s, 10, 0};
    ScriptedServer hopeless([](const Heard &heard) {
        return heard.path.contains("watch=1")
                   ? ScriptedServer::answer(410, R"({"reason": "Expired"})")
                   : ScriptedServer::answer(
                         200, R"({"metadata": {"resourceVersion": "1"}, "items": []})");
    });
    Watcher other(hopeless.url(), limits);
    QTRY_COMPARE(other.listed, 2); // at once the first time, then less and less often
    QTest::qWait(400);
    QCOMPARE(other.listed, 2);
}

void WatchRepairTest::halfALine()
{
    WatchServer server;
    server.put("a", "Pending");
    Watcher watcher(server.url());
    QTRY_VERIFY(watcher.isLive());
    server.push(R"({"type": "MODIFIED", "object": {"metadata": {"name": "a")");
    QTest::qWait(50);
    server.server().hangUp("watch=1");
    QTRY_COMPARE(server.watches(), 2);
    QVERIFY2(server.lastPath().contains("resourceVersion=101"), server.lastPath());
    server.put("a");
    QTRY_COMPARE(watcher.phaseOf(u"a"_s), u"Running"_s);
    QCOMPARE(watcher.listed, 1);
}

void WatchRepairTest::noEvents()
{
    WatchServer server;
    server.put("a");
    Watcher watcher(server.url());
    QTRY_VERIFY(watcher.isLive());
    server.push("<html>log in</html>\n");
    QTRY_COMPARE(watcher.listed, 2);
    QTRY_VERIFY(watcher.isLive());
    QVERIFY(watcher.phases.contains(Phase::Stale));
    ScriptedServer portal([](const Heard &) { return ScriptedServer::answer(200, "<html>"); });
    Watcher lost(portal.url());
    QTRY_COMPARE(lost.watch.state().phase, Phase::Stale);
    QCOMPARE(lost.message(), u"what answers there is no API server of Kubernetes"_s);
    QVERIFY(!lost.watch.state().since.isValid());
}

void WatchRepairTest::refused_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("watchOnly");
    QTest::newRow("401") << 401 << false;
    QTest::newRow("403") << 403 << false;
    QTest::newRow("403, may list") << 403 << true;
    QTest::newRow("404") << 404 << false;
}

void WatchRepairTest::refused()
{
    QFETCH(int, status);
    QFETCH(bool, watchOnly);
    bool isGood = false;
    ScriptedServer server([&](const Heard &heard) {
        const bool isWatch = heard.path.contains("watch=1");
        if (!isGood && (isWatch || !watchOnly))
            return ScriptedServer::answer(status, R"({"message": "you may not"})");
        return isWatch ? ScriptedServer::chunked()
                       : ScriptedServer::answer(
                             200, R"({"metadata": {"resourceVersion": "1"}, "items": []})");
    });
    Watcher watcher(server.url());
    QTRY_COMPARE(watcher.watch.state().phase, Phase::Refused);
    QCOMPARE(watcher.message(), u"you may not"_s);
    QVERIFY(watcher.watch.state().nextTry.isValid());
    const qsizetype asked = server.heard().size();
    QVERIFY(asked <= 2);
    isGood = true;
    QTRY_VERIFY(watcher.isLive()); // by itself, later
}

void WatchRepairTest::missedNothing()
{
    WatchServer server;
    server.put("a", "Pending");
    Watcher watcher(server.url());
    QTRY_VERIFY(watcher.isLive());
    const quint16 port = server.server().serverPort();
    server.server().close();
    server.server().hangUp("watch=1");
    QTRY_COMPARE(watcher.watch.state().phase, Phase::Stale);
    QVERIFY(watcher.watch.state().since.isValid());
    QCOMPARE(watcher.watch.objects().size(), 1); // as it was
    server.put("a");
    server.put("b");
    server.remove("b");
    QVERIFY(server.server().listen(QHostAddress::LocalHost, port));
    QTRY_COMPARE(watcher.phaseOf(u"a"_s), u"Running"_s);
    QCOMPARE(watcher.listed, 1);
    QVERIFY(watcher.removed.contains(u"shop/b"_s));
    QVERIFY(watcher.isLive());
}

void WatchRepairTest::linkChanged()
{
    WatchServer server;
    WatchLimits limits = quick();
    limits.backoff = {60s, 60s, 600s, 1, 0};
    limits.slow = 60s;
    Watcher watcher(server.url(), limits);
    QTRY_VERIFY(watcher.isLive());
    // The old connection is not waited for.
    emit watcher.client.api->link()->changed();
    QTRY_COMPARE(server.watches(), 2);
    QTRY_COMPARE(server.watching(), 1);
    QCOMPARE(server.lists(), 1);
    // Nor is the time that would be waited.
    server.server().hangUp("watch=1");
    QTRY_COMPARE(watcher.watch.state().phase, Phase::Stale);
    emit watcher.client.api->link()->changed();
    QTRY_VERIFY(watcher.isLive());
}

void WatchRepairTest::clocks()
{
    qint64 slept = 0;
    LinkWatch link(
        nullptr, [&] { return QDateTime::currentMSecsSinceEpoch() + slept; }, 20);
    int times = 0;
    connect(&link, &LinkWatch::changed, this, [&] { ++times; });
    QTest::qWait(100);
    slept = 2'000; // a clock that is set right
    QTest::qWait(100);
    QCOMPARE(times, 0);
    slept += 60'000;
    QTRY_COMPARE(times, 1);
    slept -= 60'000;
    QTest::qWait(100);
    QCOMPARE(times, 1);
}

CHARTWRIGHT_TEST(WatchRepairTest)
#include "test_watch_repair.moc"
