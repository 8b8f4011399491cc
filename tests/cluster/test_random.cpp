// SPDX-License-Identifier: Apache-2.0
#include "checks/check_engine.h"
#include "cluster/cluster_connection.h"
#include "cluster/field_path.h"
#include "cluster/kubeconfig.h"
#include "cluster/real_cluster.h"
#include "deploy/apply_run.h"
#include "deploy/difference.h"
#include "deploy/release_plan.h"
#include "support/hard_strings.h"
#include "support/result_check.h"
#include "support/seeds.h"
#include "support/server_valid.h"
#include "support/test_case.h"
#include "support/topology_generator.h"
#include "tree/yaml.h"

#include <QEventLoop>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

constexpr int Usual = 30; // a second or two each

const RealCluster &cluster() { return RealCluster::instance(); }

QString nameOf(const ObjectRef &ref) { return ref.kind + u' ' + ref.name; }

QString compact(const Value &value) { return QString::fromUtf8(writeJson(value)).simplified(); }

/// All that the server says of it, and what it means.
QString wordsOf(const ApiFailure &failure, const Value &object = {})
{
    // With causes the message only says them all in one line.
    QStringList lines;
    if (failure.causes.isEmpty())
        lines.append(failure.error.message);
    for (const ApiFailure::Cause &cause : failure.causes) {
        lines.append(u"  "_s + cause.field + u": "_s + cause.message);
        const Value &sent = at(object, fieldPath(cause.field, object));
        if (!sent.isNull())
            lines.append(u"    sent: "_s + compact(sent));
    }
    for (const FieldConflict &conflict : failure.conflicts)
        lines.append(u"  "_s + conflict.field + u" belongs to "_s + conflict.manager);
    return lines.join(u'\n');
}

/// `live` without what `drawn` does not have.
Value restricted(const Value &live, const Value &drawn, const QString &key)
{
    if (live.isMap() && drawn.isMap()) {
        Map out;
        for (const auto &[name, value] : drawn.map()) {
            if (live.map().contains(name))
                out.set(name, restricted(live[name], value, name));
        }
        return out;
    }
    if (live.isList() && drawn.isList()) {
        List out;
        for (qsizetype i = 0; i < drawn.list().size(); ++i) {
            const qsizetype there = indexOf(live.list(), key, itemStep(key, drawn.list(), i));
            if (there >= 0)
                out.append(restricted(live.list()[there], drawn.list()[i], key));
        }
        // What came in between is a difference: lists of drawn things are drawn whole.
        return out.size() == live.list().size() ? Value(out) : live;
    }
    return live;
}

/// A server keeps no field that says nothing: "", 0, false, {}.
bool saysNothing(const Value &value)
{
    if (value.isMap()) {
        return std::all_of(value.map().begin(), value.map().end(),
                           [](const Map::Entry &entry) { return saysNothing(entry.value); });
    }
    return value.isEmpty() || value == Value(0) || value == Value(false);
}

QString changesText(const QList<FieldChange> &changes)
{
    QStringList lines;
    for (const FieldChange &change : changes) {
        lines.append(u"  %1: %2 → %3"_s.arg(change.path.text(), compact(change.before),
                                            compact(change.after)));
    }
    return lines.join(u'\n');
}

class NoConsent : public ExecConsent
{
public:
    bool isAllowed(const QString &) const override { return false; }
    void ask(const ExecQuestion &, QObject *, std::function<void(bool)> answer) override
    {
        answer(false);
    }
};

} // namespace

// Random drawings before a real API server: compared, applied, read back, applied again, deleted.
// How many and which: seeds.h.
class RandomClusterTest : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup();
    void cleanupTestCase();
    void livesThroughACluster_data() { addSeeds(Usual); }
    void livesThroughACluster();
    void hardStringsWereStored();

private:
    ApiResult<QList<ObjectDifference>> compare(const QList<ApplyObject> &objects);
    /// "" or what failed.
    QString apply(const QList<ApplyObject> &objects, const QList<ObjectRef> &deletions,
                  QList<ApplyStep> *steps = nullptr);
    QHash<ObjectRef, Value> liveObjects() const;
    QString refusals(const Topology &topology, const ReleasePlan &plan,
                     const QList<ObjectDifference> &found) const;
    static QString lost(const Value &drawn, const Value &live);
    static QString moved(const Value &before, const Value &after);
    QString unexplained(const ObjectDifference &same);

    NoConsent m_consent;
    std::shared_ptr<const Target> m_target;
    std::unique_ptr<ClusterConnection> m_connection;
    std::unique_ptr<TestNamespace> m_namespace;
    QString m_release;
    QSet<QString> m_texts;        ///< that came back
    QMap<QString, int> m_objects; ///< by kind
    int m_added = 0;
};

void RandomClusterTest::initTestCase()
{
    QVERIFY2(cluster().problem().isEmpty(), qPrintable(cluster().problem()));
    const auto config = loadKubeconfig(KubeconfigFiles::find(cluster().adminConfig()));
    QVERIFY_RESULT(config);
    auto target = targetOf(*config);
    QVERIFY_RESULT(target);
    m_target = std::make_shared<const Target>(std::move(*target));
    m_connection = std::make_unique<ClusterConnection>(m_target, &m_consent);
}

void RandomClusterTest::cleanup()
{
    // What a failure left behind is not the next one's.
    if (QTest::currentTestFailed())
        m_namespace.reset();
}

void RandomClusterTest::cleanupTestCase()
{
    m_namespace.reset();
    for (auto it = m_objects.cbegin(); it != m_objects.cend(); ++it)
        qInfo("%s: %d", qPrintable(it.key()), *it);
    qInfo("%d fields filled in by the server", m_added);
}

ApiResult<QList<ObjectDifference>> RandomClusterTest::compare(const QList<ApplyObject> &objects)
{
    ApiResult<QList<ObjectDifference>> out;
    QEventLoop loop;
    DifferenceRun run(m_connection.get(), {m_release, m_namespace->name(), {}, objects});
    run.start([&](const ApiResult<QList<ObjectDifference>> &found) {
        out = found;
        loop.quit();
    });
    loop.exec();
    return out;
}

QString RandomClusterTest::apply(const QList<ApplyObject> &objects,
                                 const QList<ObjectRef> &deletions, QList<ApplyStep> *steps)
{
    ApplyOptions options;
    options.release = m_release;
    options.ns = m_namespace->name();
    options.deletions = deletions;
    ApplyRun run(m_connection.get(), objects, options);
    QEventLoop loop;
    connect(&run, &ApplyRun::finished, &loop, &QEventLoop::quit, Qt::QueuedConnection);
    run.start();
    loop.exec();
    if (steps)
        *steps = run.steps();
    QStringList failures;
    for (const ApplyStep &step : run.steps()) {
        if (step.failure)
            failures.append(nameOf(step.ref) + u": "_s + wordsOf(*step.failure));
    }
    if (failures.isEmpty() && !run.isDone())
        failures.append(u"it ended before its end"_s);
    return failures.join(u'\n');
}

/// Read by kubectl, which shares no code with us.
QHash<ObjectRef, Value> RandomClusterTest::liveObjects() const
{
    QHash<ObjectRef, Value> out;
    const QByteArray json =
        cluster().kubectl({u"get"_s, u"deployments,services,configmaps,ingresses"_s, u"-n"_s,
                           m_namespace->name(), u"-l"_s, QString(ReleaseLabel) + u'=' + m_release,
                           u"--show-managed-fields"_s, u"-o"_s, u"json"_s});
    const auto list = readJson(json, u"kubectl"_s);
    const List items = list ? (*list)[u"items"].list() : List();
    for (const Value &item : items)
        out.insert(refOf(item), item);
    return out;
}

/// Where our checks had seen an error, the drawing is at fault; elsewhere a check is missing.
QString RandomClusterTest::refusals(const Topology &topology, const ReleasePlan &plan,
                                    const QList<ObjectDifference> &found) const
{
    const QList<Finding> findings = CheckEngine::check(topology, TargetFacts::ofProfile(u"none"_s));
    QStringList out;
    for (qsizetype i = 0; i < found.size(); ++i) {
        const ObjectDifference &d = found[i];
        if (d.state != ObjectDifference::State::Refused)
            continue;
        const bool wasTold = std::any_of(findings.begin(), findings.end(), [&](const Finding &f) {
            return f.resource == d.resource && f.severity == Severity::Error;
        });
        out.append(nameOf(d.ref) + (wasTold ? u" (told by checks): "_s : u": "_s) +
                   wordsOf(*d.failure, plan.objects[i].object));
    }
    return out.join(u'\n');
}

/// Drawn fields that are stored as something else.
QString RandomClusterTest::lost(const Value &drawn, const Value &live)
{
    QList<FieldChange> changes = fieldChanges(drawn, restricted(live, drawn, {}));
    changes.removeIf(
        [](const FieldChange &c) { return c.after.isNull() && saysNothing(c.before); });
    return changesText(changes);
}

/// Controllers write the status and the revision of a Deployment when they like, which moves its
/// resourceVersion; an apply that changes something moves the generation or our fields' time.
QString RandomClusterTest::moved(const Value &before, const Value &after)
{
    const Value &was = before[u"metadata"], &is = after[u"metadata"];
    if (was[u"resourceVersion"] == is[u"resourceVersion"])
        return {};
    const auto ours = [](const Value &metadata) {
        List out;
        for (const Value &entry : metadata[u"managedFields"].list()) {
            if (entry[u"manager"].toString() == FieldManager)
                out.append(entry);
        }
        return Value(out);
    };
    QStringList out;
    if (before[u"kind"].toString() != u"Deployment")
        out.append(u"  its resourceVersion"_s);
    if (was[u"generation"] != is[u"generation"])
        out.append(u"  its generation"_s);
    if (ours(was) != ours(is))
        out.append(u"  who owns its fields"_s);
    out.append(changesText(fieldChanges(withoutServerFields(before), withoutServerFields(after))));
    out.removeAll(QString());
    return out.join(u'\n');
}

/// Fields that the server filled in, and a dry run without them would not.
QString RandomClusterTest::unexplained(const ObjectDifference &same)
{
    QStringList out;
    walk(same.live, [&](const Path &path, const Value &value) {
        if (value.isMap() || value.isList() || find(same.applied, path))
            return;
        ++m_added;
        if (at(same.planned, path) != value)
            out.append(u"  "_s + path.text());
    });
    return out.join(u'\n');
}

void RandomClusterTest::livesThroughACluster()
{
    QFETCH(quint32, seed);
    if (!m_namespace)
        m_namespace = std::make_unique<TestNamespace>(u"random"_s);
    m_release = u"r%1"_s.arg(seed);
    GeneratorOptions options;
    options.most = seed % 10 == 0 ? 60 : 14;
    const Topology topology = serverValid(randomTopology(seed, options), seed);
    const auto plan =
        releasePlan(topology, {m_release, m_namespace->name(), {}}, m_connection->kinds());
    QVERIFY_RESULT(plan);
    const auto fails = [&](const QString &step, const QString &what) {
        return u"seed %1, %2:\n%3"_s.arg(seed).arg(step, what).toUtf8();
    };

    const auto before = compare(plan->objects);
    QVERIFY2(before, before ? "" : qPrintable(wordsOf(before.error())));
    QString problem = refusals(topology, *plan, *before);
    QVERIFY2(problem.isEmpty(), fails(u"refused"_s, problem));
    QCOMPARE(before->size(), plan->objects.size());
    for (const ObjectDifference &d : *before)
        QVERIFY2(d.state == ObjectDifference::State::New, fails(u"not new"_s, nameOf(d.ref)));

    problem = apply(plan->objects, {});
    QVERIFY2(problem.isEmpty(), fails(u"applying"_s, problem));
    const auto live = liveObjects();
    QCOMPARE(live.size(), plan->objects.size());
    for (const ApplyObject &object : plan->objects) {
        problem = lost(object.object, live.value(object.ref));
        QVERIFY2(problem.isEmpty(), fails(u"stored "_s + nameOf(object.ref), problem));
        walk(live.value(object.ref), [&](const Path &, const Value &value) {
            if (value.isString())
                m_texts.insert(value.toString());
        });
    }

    const auto again = compare(plan->objects);
    QVERIFY2(again, again ? "" : qPrintable(wordsOf(again.error())));
    QCOMPARE(again->size(), plan->objects.size());
    for (qsizetype i = 0; i < again->size(); ++i) {
        const ObjectDifference &d = (*again)[i];
        // What was noted as applied is what was sent.
        problem = changesText(fieldChanges(plan->objects[i].object, d.applied));
        QVERIFY2(problem.isEmpty(), fails(u"noted "_s + nameOf(d.ref), problem));
        const QString changes = changesText(QList<FieldChange>(d.changes.begin(), d.changes.end()));
        QVERIFY2(d.state == ObjectDifference::State::Same && d.conflicts.isEmpty(),
                 fails(u"not the same "_s + nameOf(d.ref), changes));
        problem = unexplained(d);
        QVERIFY2(problem.isEmpty(), fails(u"of the server "_s + nameOf(d.ref), problem));
    }

    QList<ApplyStep> steps;
    problem = apply(plan->objects, {}, &steps);
    QVERIFY2(problem.isEmpty(), fails(u"applying again"_s, problem));
    const auto after = liveObjects();
    for (const ApplyObject &object : plan->objects) {
        problem = moved(live.value(object.ref), after.value(object.ref));
        QVERIFY2(problem.isEmpty(), fails(u"moved "_s + nameOf(object.ref), problem));
    }
    for (const ApplyObject &object : plan->objects)
        ++m_objects[object.ref.kind];

    const auto all = compare({});
    QVERIFY2(all, all ? "" : qPrintable(wordsOf(all.error())));
    QList<ObjectRef> gone;
    for (const ObjectDifference &d : *all)
        gone.append(d.ref);
    QCOMPARE(gone.size(), plan->objects.size());
    problem = apply({}, gone);
    QVERIFY2(problem.isEmpty(), fails(u"deleting"_s, problem));
    QTRY_VERIFY_WITH_TIMEOUT(liveObjects().isEmpty(), 20'000);
    QVERIFY(!cluster()
                 .object(u"configmap"_s, m_release + u"-chartwright"_s, m_namespace->name())
                 .isMap());
}

/// The mode of the generator that a server takes must not be a tame one.
void RandomClusterTest::hardStringsWereStored()
{
    if (propertyRuns(Usual) < Usual)
        return;
    QCOMPARE(m_objects.keys(),
             (QStringList{u"ConfigMap"_s, u"Deployment"_s, u"Ingress"_s, u"Service"_s}));
    const QStringList hard = hardStrings();
    const auto stored = std::count_if(hard.begin(), hard.end(),
                                      [&](const QString &text) { return m_texts.contains(text); });
    qInfo("%d of %d hard strings stood in what was stored", int(stored), int(hard.size()));
    QVERIFY(stored > hard.size() * 3 / 4);
}

CHARTWRIGHT_TEST(RandomClusterTest)
#include "test_random.moc"
