// SPDX-License-Identifier: Apache-2.0
#include "support/test_case.h"
#include "unit/cluster/watch_server.h"
#include "unit/cluster/watcher.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Phase = WatchState::Phase;

class ObjectWatchTest : public TestCase
{
    Q_OBJECT

private slots:
    void listsAndWatches();
    void pages();
    void keepsWhatItNeeds();
    void secretsStayThere();
    void selects();
    void burst();
    void goesOnFromWhereItWas();
    void bookmarks();
    void stops();
    void stoppedInside();
};

void ObjectWatchTest::listsAndWatches()
{
    WatchServer server;
    server.put("a");
    server.put("b", "Pending");
    Watcher watcher(server.url());
    QCOMPARE(watcher.watch.state().phase, Phase::Connecting);
    QTRY_VERIFY(watcher.isLive());
    QCOMPARE(watcher.listed, 1);
    QCOMPARE(watcher.watch.objects().size(), 2);
    QCOMPARE(watcher.phaseOf(u"b"_s), u"Pending"_s);
    QVERIFY(server.lastPath().contains("allowWatchBookmarks=true"));
    QVERIFY(server.lastPath().contains("resourceVersion=102"));
    const QUrlQuery query(QUrl::fromEncoded(server.lastPath()));
    const int seconds = query.queryItemValue(u"timeoutSeconds"_s).toInt();
    QVERIFY(seconds >= 300 && seconds <= 600);

    server.put("b");
    server.put("c");
    server.remove("a");
    QTRY_COMPARE(watcher.removed, QSet<QString>{u"shop/a"_s});
    QCOMPARE(watcher.keys, (QSet<QString>{u"shop/b"_s, u"shop/c"_s}));
    QCOMPARE(watcher.watch.objects().size(), 2);
    QCOMPARE(watcher.phaseOf(u"b"_s), u"Running"_s);
    QCOMPARE(watcher.phases, (QList<Phase>{Phase::Connecting, Phase::Live}));
    QVERIFY(watcher.watch.state().since.secsTo(QDateTime::currentDateTimeUtc()) < 60);
}

void ObjectWatchTest::pages()
{
    WatchServer server;
    for (int i = 0; i < 130; ++i)
        server.put("pod-" + QByteArray::number(i));
    WatchLimits limits = quick();
    limits.page = 50; // parsed on a worker
    Watcher watcher(server.url(), limits);
    QTRY_VERIFY(watcher.isLive());
    QCOMPARE(watcher.watch.objects().size(), 130);
    QCOMPARE(watcher.listed, 1);
    QCOMPARE(server.server().heard().size(), 4);
}

void ObjectWatchTest::keepsWhatItNeeds()
{
    WatchServer server;
    server.put("a");
    Watcher watcher(server.url());
    QTRY_VERIFY(watcher.isLive());
    server.put("b");
    QTRY_COMPARE(watcher.watch.objects().size(), 2);
    for (const QString &name : {u"a"_s, u"b"_s}) {
        const Value pod = watcher.watch.object(u"shop"_s, name);
        QCOMPARE(refOf(pod), (ObjectRef{u"v1"_s, u"Pod"_s, u"shop"_s, name}));
        QVERIFY(!pod[u"metadata"].map().contains(u"managedFields"));
    }
}

void ObjectWatchTest::secretsStayThere()
{
    const QByteArray object = R"({"metadata": {"name": "a", "namespace": "shop", "annotations":
        {"kubectl.kubernetes.io/last-applied-configuration": "c2VjcmV0", "kept": "yes"}}})";
    ScriptedServer server([&](const Heard &heard) {
        return heard.path.contains("watch=1")
                   ? ScriptedServer::chunked()
                   : ScriptedServer::answer(200,
                                            R"({"metadata": {"resourceVersion": "1"}, "items": [)" +
                                                object + "]}");
    });
    Watcher watcher(server.url(), quick(), {}, {u"v1"_s, u"Secret"_s, u"secrets"_s, true});
    QTRY_VERIFY(watcher.isLive());
    for (const Heard &heard : server.heard())
        QVERIFY(heard.header("Accept").value(0).contains("as=PartialObjectMetadata"));
    const Value secret = watcher.watch.object(u"shop"_s, u"a"_s);
    QCOMPARE(secret[u"kind"].toString(), u"Secret"_s);
    QCOMPARE(secret[u"metadata"][u"annotations"], Value(Map{{u"kept"_s, u"yes"_s}}));
}

void ObjectWatchTest::selects()
{
    WatchServer server;
    Watcher watcher(server.url(), quick(), u"app=web,tier!=x"_s);
    QTRY_VERIFY(watcher.isLive());
    for (const Heard &heard : server.server().heard())
        QVERIFY2(heard.path.contains("labelSelector=app%3Dweb%2Ctier%21%3Dx"), heard.path);
}

void ObjectWatchTest::burst()
{
    WatchServer server;
    for (int i = 0; i < 1000; ++i)
        server.put("pod-" + QByteArray::number(i), "Pending");
    server.padding = QByteArray(2000, ' ');
    WatchLimits limits = quick();
    limits.batch = 500ms;
    Watcher watcher(server.url(), limits);
    QTRY_VERIFY(watcher.isLive());
    for (int i = 0; i < 1000; ++i)
        server.put("pod-" + QByteArray::number(i));
    QTRY_COMPARE(watcher.keys.size(), 1000);
    QVERIFY2(watcher.signalled <= 2, QByteArray::number(watcher.signalled));
    QCOMPARE(watcher.phaseOf(u"pod-999"_s), u"Running"_s);
}

void ObjectWatchTest::goesOnFromWhereItWas()
{
    WatchServer server;
    server.put("a", "Pending");
    WatchLimits limits = quick();
    limits.steady = 0ms;
    Watcher watcher(server.url(), limits);
    QTRY_VERIFY(watcher.isLive());
    server.put("a");
    QTRY_COMPARE(watcher.phaseOf(u"a"_s), u"Running"_s);
    // The server ends each watch after some minutes, and a proxy may cut it.
    for (int round = 0; round < 2; ++round) {
        const int before = server.watches();
        if (round == 0)
            server.push({});
        else
            server.server().hangUp("watch=1");
        QTRY_COMPARE(server.watches(), before + 1);
        const QByteArray version = QByteArray::number(server.version());
        QVERIFY2(server.lastPath().contains("resourceVersion=" + version), server.lastPath());
        server.put("more-" + QByteArray::number(round));
        QTRY_COMPARE(watcher.watch.objects().size(), round + 2);
    }
    QCOMPARE(server.lists(), 1);
    QVERIFY(watcher.isLive());
    QCOMPARE(watcher.phases, (QList<Phase>{Phase::Connecting, Phase::Live}));
}

void ObjectWatchTest::bookmarks()
{
    WatchServer server;
    server.put("a");
    WatchLimits limits = quick();
    limits.steady = 0ms;
    Watcher watcher(server.url(), limits);
    QTRY_VERIFY(watcher.isLive());
    server.bookmark();
    server.push({});
    QTRY_COMPARE(server.watches(), 2);
    QVERIFY2(server.lastPath().contains("resourceVersion=102"), server.lastPath());
    QCOMPARE(watcher.watch.objects().size(), 1);
    QCOMPARE(watcher.signalled, 0);
}

void ObjectWatchTest::stops()
{
    WatchServer server;
    server.put("a");
    Watcher watcher(server.url());
    QTRY_VERIFY(watcher.isLive());
    watcher.watch.stop();
    QTRY_COMPARE(server.watching(), 0);
    QCOMPARE(watcher.watch.state().phase, Phase::Stopped);
    server.put("b");
    QTest::qWait(100);
    QCOMPARE(watcher.watch.objects().size(), 1);
    watcher.watch.start();
    QTRY_COMPARE(watcher.watch.objects().size(), 2);
    QTRY_VERIFY(watcher.isLive());
}

void ObjectWatchTest::stoppedInside()
{
    WatchServer server;
    for (int i = 0; i < 200; ++i)
        server.put("pod-" + QByteArray::number(i));
    PlainClient client(server.url());
    for (int round = 0; round < 3; ++round) {
        auto *watch = new ObjectWatch(client.api.get(), Pods, u"shop"_s, {}, this, quick());
        bool isDone = false;
        const auto leave = [&] {
            watch->stop();
            watch->deleteLater();
            isDone = true;
        };
        if (round == 0)
            connect(watch, &ObjectWatch::listed, watch, leave);
        if (round == 1)
            connect(watch, &ObjectWatch::changed, watch, leave);
        watch->start();
        if (round == 2) {
            delete watch; // while it asks
            break;
        }
        if (round == 1) {
            QTRY_COMPARE(watch->state().phase, Phase::Live);
            server.put("pod-1");
        }
        QTRY_VERIFY(isDone);
    }
    QTRY_COMPARE(server.watching(), 0);
}

CHARTWRIGHT_TEST(ObjectWatchTest)
#include "test_object_watch.moc"
