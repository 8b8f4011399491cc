// SPDX-License-Identifier: Apache-2.0
#include "cluster/link_watch.h"
#include "cluster/pod_log.h"
#include "support/test_case.h"
#include "unit/cluster/plain_client.h"
#include "unit/cluster/scripted_server.h"

#include <QUrlQuery>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Phase = PodLog::Phase;

namespace {

/// A pod with one container, whose log is `log`, each line with its time.
class Node
{
public:
    Node() : m_server([this](const Heard &heard) { return answer(heard); }) {}

    ScriptedServer &server() { return m_server; }
    void say(const QByteArray &line)
    {
        log.append(line);
        m_server.push("/log?", ScriptedServer::chunk(line + '\n'));
    }
    int following() const { return m_server.open("follow=true"); }
    QUrlQuery lastQuery() const
    {
        for (auto i = m_server.heard().crbegin(); i != m_server.heard().crend(); ++i) {
            if (i->path.contains("/log?"))
                return QUrlQuery(QUrl::fromEncoded(i->path));
        }
        return {};
    }

    QByteArrayList log;
    QByteArray state = "running", instance = "one"; ///< gone: there is no such pod
    QByteArray refusal;                             ///< instead of the log
    int asked = 0;

private:
    QByteArray answer(const Heard &heard)
    {
        if (state == "gone")
            return ScriptedServer::answer(404, R"({"message": "pods \"web\" not found"})");
        if (!heard.path.contains("/log?")) {
            return ScriptedServer::answer(
                200,
                "{\"status\": {\"containerStatuses\": [{\"name\": \"app\", \"containerID\": \"" +
                    instance + "\", \"state\": {\"" + state + "\": {}}}]}}");
        }
        ++asked;
        if (!refusal.isEmpty())
            return refusal;
        // As a kubelet does, which knows seconds only.
        QByteArray since = QUrlQuery(QUrl::fromEncoded(heard.path))
                               .queryItemValue(u"sinceTime"_s, QUrl::FullyDecoded)
                               .toLatin1();
        since.replace('Z', "");
        QByteArray out = ScriptedServer::chunked();
        for (const QByteArray &line : std::as_const(log)) {
            if (line.left(since.size()) >= since)
                out += ScriptedServer::chunk(line + '\n');
        }
        return heard.path.contains("previous=true") ? out + ScriptedServer::chunk({}) : out;
    }
    ScriptedServer m_server;
};

struct Reader
{
    explicit Reader(const QString &url, const LogSource &source = {u"shop"_s, u"web"_s, u"app"_s},
                    int most = 5000)
        : client(url), log(client.api.get(), source, nullptr, limits(most))
    {
        QObject::connect(&log, &PodLog::lines, &log, [this](const QList<LogLine> &lines, int left) {
            ++batches;
            skipped += left;
            for (const LogLine &line : lines)
                text.append(line.text);
            last = lines.constLast();
        });
        log.start();
    }
    static LogLimits limits(int most)
    {
        LogLimits out;
        out.batch = 20ms;
        out.most = most;
        out.slow = 100ms;
        out.backoff = {10ms, 50ms, 60s, 2, 0};
        return out;
    }

    PlainClient client;
    PodLog log;
    QStringList text;
    LogLine last;
    int batches = 0, skipped = 0;
};

} // namespace

class PodLogTest : public TestCase
{
    Q_OBJECT

private slots:
    void follows();
    void goesOnWithoutDoubles_data();
    void goesOnWithoutDoubles();
    void endsWithTheContainer();
    void waitsForTheContainer();
    void previous();
    void refused();
    void flood();
    void linkChanged();
    void stopped();
};

void PodLogTest::follows()
{
    Node node;
    node.log = {"2024-05-01T10:00:00.000000001Z first",
                "2024-05-01T12:00:00.5+02:00 \x1b[31mred\x1b[0m <b>bold</b>"};
    Reader reader(node.server().url());
    QTRY_COMPARE(reader.text, (QStringList{u"first"_s, u"red <b>bold</b>"_s}));
    QCOMPARE(reader.log.phase(), Phase::Live);
    QCOMPARE(reader.last.time, QDateTime(QDate(2024, 5, 1), QTime(10, 0, 0, 500), Qt::UTC));
    const QUrlQuery query = node.lastQuery();
    QCOMPARE(query.queryItemValue(u"container"_s), u"app"_s);
    QCOMPARE(query.queryItemValue(u"tailLines"_s), u"1000"_s);
    QVERIFY(node.server().heard()[0].path.startsWith("/api/v1/namespaces/shop/pods/web/log?"));
    node.say("2024-05-01T10:00:02.000000000Z ");
    node.say("no time at all");
    QTRY_COMPARE(reader.text.mid(2), (QStringList{QString(), u"no time at all"_s}));
    QVERIFY(!reader.last.time.isValid());
}

void PodLogTest::goesOnWithoutDoubles_data()
{
    QTest::addColumn<bool>("isCut");
    QTest::newRow("cut in a line") << true;
    QTest::newRow("ended by the server") << false;
}

void PodLogTest::goesOnWithoutDoubles()
{
    QFETCH(bool, isCut);
    Node node;
    node.log = {"2024-05-01T10:00:00.1Z a", "2024-05-01T10:00:01.1Z b", "2024-05-01T10:00:01.3Z c",
                "2024-05-01T10:00:01.3Z c"};
    Reader reader(node.server().url());
    QTRY_COMPARE(reader.text.size(), 4);
    if (isCut) {
        node.server().push("/log?", ScriptedServer::chunk("2024-05-01T10:00:01.3Z ha"));
        QTest::qWait(50);
        node.log.append("2024-05-01T10:00:01.3Z half a line");
        node.server().hangUp("/log?");
    } else {
        node.server().push("/log?", ScriptedServer::chunk({}));
        node.log.append("2024-05-01T10:00:01.3Z half a line");
    }
    QTRY_COMPARE(reader.text.size(), 5);
    QCOMPARE(node.lastQuery().queryItemValue(u"sinceTime"_s, QUrl::FullyDecoded),
             u"2024-05-01T10:00:01Z"_s);
    QVERIFY(!node.lastQuery().hasQueryItem(u"tailLines"_s));
    node.say("2024-05-01T10:00:01.2Z a clock went back");
    node.say("2024-05-01T10:00:05Z d");
    QTRY_COMPARE(reader.text, (QStringList{u"a"_s, u"b"_s, u"c"_s, u"c"_s, u"half a line"_s,
                                           u"a clock went back"_s, u"d"_s}));
}

void PodLogTest::endsWithTheContainer()
{
    const QByteArrayList ways{"terminated", "restarted", "gone"};
    for (const QByteArray &how : ways) {
        Node node;
        node.log = {"2024-05-01T10:00:00Z a"};
        Reader reader(node.server().url());
        QTRY_COMPARE(reader.text.size(), 1);
        QTRY_COMPARE(node.server().heard().size(), 2);
        QTest::qWait(50);
        if (how == "restarted")
            node.instance = "two";
        else
            node.state = how;
        node.server().push("/log?", ScriptedServer::chunk("2024-05-01T10:00:01Z the end") +
                                        ScriptedServer::chunk({}));
        QTRY_COMPARE(reader.log.phase(), Phase::Ended);
        QCOMPARE(reader.text, (QStringList{u"a"_s, u"the end"_s}));
        QCOMPARE(reader.log.failure().has_value(), how == "gone");
        QCOMPARE(node.asked, 1);
    }
}

void PodLogTest::waitsForTheContainer()
{
    Node node;
    node.refusal = ScriptedServer::answer(
        400, R"({"message": "container \"app\" is waiting to start: ContainerCreating"})");
    Reader reader(node.server().url());
    QTRY_COMPARE(reader.log.phase(), Phase::Waiting);
    QVERIFY(reader.log.failure()->error.message.contains("ContainerCreating"_L1));
    node.log = {"2024-05-01T10:00:00Z a"};
    node.refusal.clear();
    QTRY_COMPARE(reader.text, QStringList{u"a"_s});
    QCOMPARE(reader.log.phase(), Phase::Live);
    QVERIFY(!reader.log.failure());
}

void PodLogTest::previous()
{
    Node node;
    node.log = {"2024-05-01T10:00:00Z a"};
    Reader reader(node.server().url(), {u"shop"_s, u"web"_s, u"app"_s, true, -1});
    QTRY_COMPARE(reader.log.phase(), Phase::Ended);
    QCOMPARE(reader.text, QStringList{u"a"_s});
    QVERIFY(!node.lastQuery().hasQueryItem(u"tailLines"_s));
    QVERIFY(!node.lastQuery().hasQueryItem(u"follow"_s));
    node.refusal = ScriptedServer::answer(
        400, R"({"message": "previous terminated container \"app\" not found"})");
    Reader none(node.server().url(), {u"shop"_s, u"web"_s, u"app"_s, true});
    QTRY_COMPARE(none.log.phase(), Phase::Ended);
    QVERIFY(none.log.failure()->error.message.contains("not found"_L1));
}

void PodLogTest::refused()
{
    Node node;
    node.refusal = ScriptedServer::answer(403, R"({"message": "pods/log is forbidden"})");
    Reader reader(node.server().url());
    QTRY_COMPARE(reader.log.phase(), Phase::Waiting);
    QCOMPARE(reader.log.failure()->error.message, u"pods/log is forbidden"_s);
    QCOMPARE(node.asked, 1);
    node.refusal.clear();
    QTRY_COMPARE(reader.log.phase(), Phase::Live);
    Node nowhere;
    nowhere.state = "gone";
    Reader lost(nowhere.server().url());
    QTRY_COMPARE(lost.log.phase(), Phase::Ended);
    QCOMPARE(lost.log.failure()->error.message, u"pods \"web\" not found"_s);
}

void PodLogTest::flood()
{
    Node node;
    for (int i = 0; i < 5000; ++i)
        node.log.append("2024-05-01T10:00:00.1Z line " + QByteArray::number(i));
    Reader reader(node.server().url(), {u"shop"_s, u"web"_s, u"app"_s, false, -1}, 1000);
    QTRY_COMPARE(reader.text.size() + reader.skipped, 5000);
    QCOMPARE(reader.last.text, u"line 4999"_s);
    QVERIFY2(reader.batches < 50, QByteArray::number(reader.batches));
}

void PodLogTest::linkChanged()
{
    Node node;
    node.log = {"2024-05-01T10:00:00Z a"};
    Reader reader(node.server().url());
    QTRY_COMPARE(reader.text.size(), 1);
    emit reader.client.api->link()->changed();
    QTRY_COMPARE(node.asked, 2);
    node.say("2024-05-01T10:00:01Z b");
    QTRY_COMPARE(reader.text, (QStringList{u"a"_s, u"b"_s}));
    QTRY_COMPARE(node.following(), 1);
}

void PodLogTest::stopped()
{
    Node node;
    node.log = {"2024-05-01T10:00:00Z a"};
    Reader reader(node.server().url());
    QTRY_COMPARE(reader.text.size(), 1);
    reader.log.stop();
    QTRY_COMPARE(node.following(), 0);
    node.say("2024-05-01T10:00:01Z b");
    QCOMPARE(reader.log.phase(), Phase::Stopped);
    reader.log.start();
    QTRY_COMPARE(reader.text, (QStringList{u"a"_s, u"b"_s}));
}

CHARTWRIGHT_TEST(PodLogTest)
#include "test_pod_log.moc"
