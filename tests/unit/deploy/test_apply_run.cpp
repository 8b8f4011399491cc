// SPDX-License-Identifier: Apache-2.0
#include "cluster/cluster_connection.h"
#include "deploy/apply_run.h"
#include "support/test_case.h"
#include "tree/yaml.h"
#include "unit/cluster/scripted_server.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using State = ApplyStep::State;

namespace {

const QByteArray Established = R"({"type": "Established", "status": "True"})",
                 NotYet = R"({"type": "Established", "status": "False", "message": "installing"})",
                 Taken = R"({"type": "NamesAccepted", "status": "False", "message":
                         "'Widget' is already in use"})";

QByteArray definition(const QByteArray &condition)
{
    return R"({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": "widgets.example.org", "resourceVersion": "1"}, "spec": {"group":
        "example.org", "scope": "Namespaced", "names": {"kind": "Widget", "plural": "widgets"},
        "versions": [{"name": "v1", "served": true}, {"name": "v0", "served": false}]},
        "status": {"conditions": [)" +
           condition + "]}}";
}

QByteArray groups(bool withWidgets)
{
    const QByteArray group = R"({"metadata": {"name": "GROUP"}, "versions": [{"version": "v1",
        "resources": [{"resource": "PLURAL", "scope": "SCOPE", "responseKind": {"kind": "KIND"}}]}]})";
    const auto of = [&](const char *name, const char *plural, const char *scope, const char *kind) {
        return QByteArray(group)
            .replace("GROUP", name)
            .replace("PLURAL", plural)
            .replace("SCOPE", scope)
            .replace("KIND", kind);
    };
    QByteArray out = of("apiextensions.k8s.io", "customresourcedefinitions", "Cluster",
                        "CustomResourceDefinition");
    if (withWidgets)
        out += ',' + of("example.org", "widgets", "Namespaced", "Widget");
    return R"({"kind": "APIGroupDiscoveryList", "items": [)" + out + "]}";
}

ApplyObject objectOf(const QByteArray &json)
{
    const Value object = *readJson(json, u"object"_s);
    return {refOf(object), {}, object};
}

} // namespace

// What an apply does while a kind that it has defined comes into use. The server is a script; a
// real one is asked in tests/cluster.
class ApplyRunTest : public TestCase
{
    Q_OBJECT

private slots:
    void waitsForAKind();
    void waitingHasAnEnd();
    void namesThatAreNotTaken();
    void cancelledWhileItWaits();
    void whatIsBeingDeleted();

private:
    void start(const ScriptedServer::Script &more, std::chrono::milliseconds patience = 20s);
    State state(int step) const { return m_run->steps()[step].state; }
    QString failure() const { return m_run->steps()[0].failure->error.text(); }

    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<ClusterConnection> m_connection;
    std::unique_ptr<ApplyRun> m_run;
    std::unique_ptr<QSignalSpy> m_finished;
};

/// Nothing is there before. `more` says what becomes of the definition, and of what is served.
void ApplyRunTest::start(const ScriptedServer::Script &more, std::chrono::milliseconds patience)
{
    m_run.reset();
    m_server = std::make_unique<ScriptedServer>([more](const Heard &heard) {
        if (const QByteArray answer = more(heard); !answer.isEmpty())
            return ScriptedServer::answer(200, answer);
        if (heard.method == "PATCH")
            return ScriptedServer::answer(201, R"({"metadata": {"resourceVersion": "2"}})");
        if (heard.path == "/api")
            return ScriptedServer::answer(200, "{}");
        return ScriptedServer::answer(404, R"({"kind": "Status", "reason": "NotFound"})");
    });
    auto target = std::make_shared<Target>();
    target->server = QUrl(m_server->url());
    target->proxy = QNetworkProxy::NoProxy;
    m_connection = std::make_unique<ClusterConnection>(target, nullptr);
    bool isKnown = false;
    m_connection->learnKinds(m_connection.get(), [&](const auto &) { isKnown = true; });
    QTRY_VERIFY(isKnown);
    ApplyOptions options;
    options.ns = u"shop"_s;
    options.patience = patience;
    m_run = std::make_unique<ApplyRun>(
        m_connection.get(),
        QList{objectOf(definition({})), objectOf(R"({"apiVersion": "example.org/v1", "kind":
            "Widget", "metadata": {"name": "first", "namespace": "shop"}})")},
        options);
    m_finished = std::make_unique<QSignalSpy>(m_run.get(), &ApplyRun::finished);
    m_run->start();
}

void ApplyRunTest::waitsForAKind()
{
    int looks = 0, lists = 0;
    start([&](const Heard &heard) {
        // Established comes later, and what is served later still.
        if (heard.path == "/apis")
            return groups(looks > 2 && ++lists > 2);
        if (heard.path.contains("widgets.example.org") && (heard.method == "PATCH" || looks > 0))
            return definition(++looks > 2 ? Established : NotYet);
        return QByteArray();
    });
    QTRY_COMPARE(m_finished->size(), 1);
    QVERIFY(m_run->isDone());
    QCOMPARE(state(0), State::Created);
    QCOMPARE(state(1), State::Created);
    QVERIFY(looks > 2 && lists > 2);
    QCOMPARE(m_server->heard().last().path.left(51),
             QByteArray("/apis/example.org/v1/namespaces/shop/widgets/first?"));
}

void ApplyRunTest::waitingHasAnEnd()
{
    start(
        [looks = 0](const Heard &heard) mutable {
            if (heard.path == "/apis")
                return groups(false);
            const bool isIt = heard.path.contains("widgets.example.org");
            return isIt && looks++ > 0 ? definition(NotYet) : QByteArray();
        },
        1s);
    QTRY_COMPARE(m_finished->size(), 1);
    QVERIFY(!m_run->isDone());
    QCOMPARE(state(0), State::Failed);
    QCOMPARE(state(1), State::Waiting);
    QVERIFY2(failure().contains(u"within 1 s: installing") &&
                 failure().contains(u"kubectl describe crd widgets.example.org"),
             qPrintable(failure()));
}

void ApplyRunTest::namesThatAreNotTaken()
{
    start([looks = 0](const Heard &heard) mutable {
        if (heard.path == "/apis")
            return groups(false);
        const bool isIt = heard.path.contains("widgets.example.org");
        return isIt && looks++ > 0 ? definition(NotYet + ',' + Taken) : QByteArray();
    });
    QTRY_COMPARE(m_finished->size(), 1);
    QCOMPARE(state(0), State::Failed);
    QVERIFY2(failure().contains(u"'Widget' is already in use"), qPrintable(failure()));
}

void ApplyRunTest::cancelledWhileItWaits()
{
    start([looks = 0](const Heard &heard) mutable {
        if (heard.path == "/apis")
            return groups(false);
        const bool isIt = heard.path.contains("widgets.example.org");
        return isIt && looks++ > 0 ? definition(NotYet) : QByteArray();
    });
    QTRY_VERIFY(m_server->heard().last().method == "PATCH");
    QTRY_VERIFY(m_server->heard().last().method == "GET"); // it waits
    m_run->cancel();
    QTRY_COMPARE(m_finished->size(), 1);
    QCOMPARE(state(0), State::Created);
    QCOMPARE(state(1), State::Waiting);
    QVERIFY(!m_run->isDone());
}

/// An apply to it would be gone with it.
void ApplyRunTest::whatIsBeingDeleted()
{
    start([](const Heard &heard) {
        if (heard.path == "/apis")
            return groups(false);
        return heard.path.contains("widgets.example.org")
                   ? definition(Established)
                         .replace(
                             "\"resourceVersion\"",
                             "\"deletionTimestamp\": \"2030-01-01T00:00:00Z\", \"resourceVersion\"")
                   : QByteArray();
    });
    QTRY_COMPARE(m_finished->size(), 1);
    QCOMPARE(state(0), State::Failed);
    QVERIFY2(failure().contains(u"it is being deleted"), qPrintable(failure()));
    QVERIFY(std::none_of(m_server->heard().begin(), m_server->heard().end(),
                         [](const Heard &heard) { return heard.method == "PATCH"; }));
}

CHARTWRIGHT_TEST(ApplyRunTest)
#include "test_apply_run.moc"
