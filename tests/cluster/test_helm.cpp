// SPDX-License-Identifier: Apache-2.0
#include "cluster/helm_case.h"
#include "model/edits.h"
#include "support/chart_folder.h"
#include "support/result_check.h"
#include "tree/yaml.h"

#include <csignal>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// Releases of the real helm, 3 and 4: deployed, worked on by hand, mended.
class HelmTest : public HelmCase
{
    Q_OBJECT

private slots:
    void lifeCycle_data() { helms(); }
    void lifeCycle();
    void scaledByHand_data() { helms(); }
    void scaledByHand();
    void appliedBefore_data() { helms(); }
    void appliedBefore();
    void comparedAsHelmBringsIt_data() { helms(); }
    void comparedAsHelmBringsIt();
    void pendingIsMended_data() { helms(); }
    void pendingIsMended();
    void somebodyElsesObject_data() { helms(); }
    void somebodyElsesObject();
    void wrongUse();
};

void HelmTest::lifeCycle()
{
    QVERIFY_HELM(helm());
    const Output installed = deploy({u"--no-wait"_s, u"--secrets-from"_s, u"-"_s}, env());
    QVERIFY2(installed.code == 0 && installed.out.contains("Secret todo-secrets: created") &&
                 installed.out.contains("Release todo: created"),
             installed.text());
    giveAddress();
    // Once more, until all is ready: there is nothing to bring, and no revision is made of it.
    const Output ready = deploy({u"--timeout"_s, u"90"_s});
    QVERIFY2(ready.code == 0 && ready.out.contains("Release todo: unchanged"), ready.text());
    QCOMPARE(backend()[u"status"][u"readyReplicas"].toInt(), 2);
    const Output listed = release({u"list"_s, u"-o"_s, u"json"_s});
    const auto releases = readJson(listed.out, u"list"_s);
    QVERIFY2(releases && releases->list().size() == 1, listed.text());
    QCOMPARE(entryOf(*releases, u"todo"_s)[u"status"].toString(), u"deployed"_s);
    QCOMPARE(entryOf(*releases, u"todo"_s)[u"revision"].toInt(), 1);
    const Output other = deploy({u"--no-wait"_s, u"--set"_s, u"frontend.replicas=1"_s});
    QVERIFY2(other.code == 0 && other.out.contains("Release todo: changed"), other.text());

    // Nothing of the values is in what Helm keeps.
    for (const int revision : {1, 2}) {
        const QByteArray kept = decodedRelease(revision);
        QVERIFY2(kept.contains("todo-backend"), kept.left(200));
        for (const QByteArray &value : {m_url, m_key, m_auth})
            QVERIFY(!kept.contains(value) && !kept.contains(value.toBase64()));
    }

    // What a person types keeps it working.
    const ChartFolder chart(drawing());
    const auto upgraded =
        byHand({u"upgrade"_s, u"todo"_s, chart.path(), u"--set"_s, u"backend.replicas=3"_s});
    QVERIFY2(upgraded.ok(), qPrintable(upgraded.text()));
    QTRY_COMPARE_WITH_TIMEOUT(backend()[u"status"][u"readyReplicas"].toInt(), 3, Soon);
    // What that changed, and nothing did before.
    const Output same = release({u"diff"_s, u"todo"_s, u"1"_s, u"1"_s});
    QVERIFY2(same.code == 0 && same.out.startsWith("The same: "), same.text());
    const Output differs = release({u"diff"_s, u"todo"_s, u"1"_s});
    QVERIFY2(differs.code == 1 && differs.out.contains("Values: changed\n  backend") &&
                 differs.out.contains("Deployment todo-backend: changed\n  spec.replicas: 2 → 3\n"),
             differs.text());
    const Output json = release({u"diff"_s, u"todo"_s, u"1"_s, u"3"_s, u"-o"_s, u"json"_s});
    const auto read = readJson(json.out, u"diff"_s);
    QVERIFY2(read && json.code == 1, json.text());
    QCOMPARE(entryOf((*read)[u"objects"], u"todo-backend"_s)[u"state"].toString(), u"changed"_s);
    QCOMPARE(release({u"diff"_s, u"todo"_s, u"1"_s, u"9"_s}).code, 2);

    const auto back = byHand({u"rollback"_s, u"todo"_s, u"1"_s});
    QVERIFY2(back.ok(), qPrintable(back.text()));
    QTRY_COMPARE_WITH_TIMEOUT(backend()[u"status"][u"replicas"].toInt(), 2, Soon);

    // Another value: whoever reads it restarts, and it is waited for.
    m_key = newSecret();
    const Output rotated = deploy({u"--timeout"_s, u"90"_s, u"--secrets-from"_s, u"-"_s}, env());
    QVERIFY2(rotated.code == 0 && rotated.out.contains("Secret todo-secrets: changed") &&
                 rotated.out.contains("Deployment todo-backend: restarted") &&
                 !rotated.out.contains("Deployment todo-frontend: restarted"),
             rotated.text());
    QCOMPARE(QByteArray::fromBase64(kubectl({u"get"_s, u"secret"_s, u"todo-secrets"_s, u"-o"_s,
                                             u"jsonpath={.data.OPENAI_API_KEY}"_s})),
             m_key);

    // The Secret is none of Helm's: there is no revision for it.
    QVERIFY2(rotated.out.contains("Release todo: unchanged"), rotated.text());
    QCOMPARE(statusOf(4), u"deployed"_s);
    QCOMPARE(statusOf(3), u"superseded"_s);
    const Output rolled = release({u"rollback"_s, u"todo"_s, u"3"_s});
    QVERIFY2(rolled.code == 0, rolled.text());
    QTRY_COMPARE_WITH_TIMEOUT(backend()[u"status"][u"readyReplicas"].toInt(), 3, Soon);
    QCOMPARE(statusOf(5), u"deployed"_s);

    const Output gone = release({u"uninstall"_s, u"todo"_s});
    QVERIFY2(gone.code == 0, gone.text());
    QTRY_VERIFY_WITH_TIMEOUT(backend().isNull(), Soon);
    QVERIFY(kubectl({u"get"_s, u"secret"_s, u"-o"_s, u"name"_s}).contains("todo-secrets"));
    QVERIFY(release({u"list"_s}).err.contains("There is no release of Helm in the namespace"));
    QCOMPARE(release({u"history"_s, u"todo"_s}).code, 2);
}

void HelmTest::scaledByHand()
{
    QVERIFY_HELM(helm());
    giveSecret();
    QCOMPARE(deploy({u"--no-wait"_s}).code, 0);
    kubectl({u"scale"_s, u"deployment"_s, u"todo-backend"_s, u"--replicas=4"_s});
    // Helm 3 would take it back without a word, and Helm 4 note a failed revision.
    const Output again = deploy({u"--no-wait"_s});
    QVERIFY2(again.code == 2 &&
                 again.err.contains("spec.replicas of Deployment todo-backend was set by kubectl: "
                                    "it is 4, and 2 is drawn") &&
                 again.err.contains("Take the field, or draw the value") &&
                 again.err.contains("Nothing was changed"),
             again.text());
    QCOMPARE(backend()[u"spec"][u"replicas"].toInt(), 4);
    QCOMPARE(statusOf(1), u"deployed"_s);
    const Output taken = deploy({u"--no-wait"_s, u"--take"_s});
    QVERIFY2(taken.code == 0, taken.text());
    QCOMPARE(statusOf(2), u"deployed"_s);
    QCOMPARE(backend()[u"spec"][u"replicas"].toInt(), 2);
}

/// From one way to the other: what was applied becomes a release, and goes on as one.
void HelmTest::appliedBefore()
{
    QVERIFY_HELM(helm());
    giveSecret();
    const Output applied = runProgram(arguments(u"apply"_s, {}));
    QVERIFY2(applied.code == 0, applied.text());
    const QByteArray uid = kubectl(
        {u"get"_s, u"deployment"_s, u"todo-backend"_s, u"-o"_s, u"jsonpath={.metadata.uid}"_s});
    const Output refused = deploy({u"--no-wait"_s});
    QVERIFY2(refused.code == 2 && refused.err.contains("applied without Helm") &&
                 refused.err.contains("--take-ownership"),
             refused.text());
    const Output taken = deploy({u"--no-wait"_s, u"--take-ownership"_s});
    QVERIFY2(taken.code == 0 && taken.out.contains("Deployment todo-backend: left to Helm"),
             taken.text());
    QCOMPARE(kubectl({u"get"_s, u"deployment"_s, u"todo-backend"_s, u"-o"_s,
                      u"jsonpath={.metadata.uid}"_s}),
             uid);
    const QByteArray labels = kubectl(
        {u"get"_s, u"deployment"_s, u"todo-backend"_s, u"-o"_s, u"jsonpath={.metadata.labels}"_s});
    QVERIFY2(labels.contains("Helm") && !labels.contains("chartwright.org"), labels);
    QVERIFY(!kubectl({u"get"_s, u"configmap"_s, u"todo-config"_s, u"-o"_s, u"jsonpath={.data}"_s})
                 .isEmpty());
    const Output same = deploy({u"--no-wait"_s});
    QVERIFY2(same.code == 0 && same.out.contains("Release todo: unchanged"), same.text());
    // Nothing of ours is in the way of what comes next, by us or by hand.
    const Output next = deploy({u"--no-wait"_s, u"--set"_s, u"backend.replicas=1"_s});
    QVERIFY2(next.code == 0 && next.out.contains("Release todo: changed"), next.text());
    const ChartFolder chart(drawing());
    const auto upgraded =
        byHand({u"upgrade"_s, u"todo"_s, chart.path(), u"--set"_s, u"backend.replicas=3"_s});
    QVERIFY2(upgraded.ok(), qPrintable(upgraded.text()));
    QCOMPARE(backend()[u"spec"][u"replicas"].toInt(), 3);
    QVERIFY(!kubectl({u"get"_s, u"configmap"_s, u"-o"_s, u"name"_s}).contains("todo-chartwright"));
}

/// What Helm put there is no difference; what changed since is, and whose it is.
void HelmTest::comparedAsHelmBringsIt()
{
    QVERIFY_HELM(helm());
    giveSecret();
    QCOMPARE(deploy({u"--no-wait"_s, u"--set"_s, u"backend.image.tag=latest-5f3a9c01"_s}).code, 0);
    const auto diff = [this](const QStringList &more = {}) {
        return runProgram(arguments(u"diff"_s, QStringList{u"--helm"_s, helm().program()} + more));
    };
    // The tag of a content that a deploy brought stands for the drawn one.
    const Output same = diff();
    QVERIFY2(same.code == 0 && !same.out.contains("→"), same.text());
    kubectl({u"scale"_s, u"deployment"_s, u"todo-backend"_s, u"--replicas=4"_s});
    const Output scaled = diff();
    QVERIFY2(scaled.code == 1 && scaled.out.contains("spec.replicas: 4 → 2") &&
                 scaled.text().contains("kubectl"),
             scaled.text());
    QCOMPARE(scaled.out.count("→"), 1);
    // What left the drawing, Helm deletes.
    Topology drawn = drawing();
    drawn.apply(removeResources(drawn, RefIndex(drawn),
                                {drawn.findByName(u"Ingress", u"todo-ingress")->id}));
    draw(drawn);
    const Output gone = diff({u"-o"_s, u"json"_s});
    const auto read = readJson(gone.out, u"diff"_s);
    QVERIFY2(read && gone.code == 1, gone.text());
    QCOMPARE(entryOf(*read, u"todo-ingress"_s)[u"state"].toString(), u"gone"_s);
}

void HelmTest::pendingIsMended()
{
    QVERIFY_HELM(helm());
    giveSecret();
    QCOMPARE(deploy({u"--no-wait"_s}).code, 0);
    const ChartFolder chart(drawing());
    // It waits for an image that never comes, and is killed.
    QProcess cutOff;
    cutOff.start(helm().program(), {u"upgrade"_s, u"todo"_s, chart.path(), u"--wait"_s, u"--set"_s,
                                    u"frontend.image.repository=localhost:1/nope"_s,
                                    u"--kubeconfig"_s, m_config, u"-n"_s, m_namespace->name()});
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(2), u"pending-upgrade"_s, Soon);
    ::kill(pid_t(cutOff.processId()), SIGKILL);
    QVERIFY(cutOff.waitForFinished());
    const Output refused = deploy({u"--no-wait"_s});
    QVERIFY2(refused.code == 2 && refused.err.contains("is in progress") &&
                 refused.err.contains("roll the release back"),
             refused.text());
    const Output mended = release({u"rollback"_s, u"todo"_s, u"1"_s});
    QVERIFY2(mended.code == 0, mended.text());
    QCOMPARE(statusOf(3), u"deployed"_s);
    QCOMPARE(deploy({u"--no-wait"_s}).code, 0);
}

void HelmTest::somebodyElsesObject()
{
    QVERIFY_HELM(helm());
    giveSecret();
    kubectl({u"create"_s, u"configmap"_s, u"todo-config"_s, u"--from-literal=a=b"_s});
    const Output refused = deploy({u"--no-wait"_s});
    QVERIFY2(refused.code == 2 && refused.err.contains("todo-config") &&
                 refused.err.contains("no part of the release"),
             refused.text());
    // It is known before anything is made.
    QVERIFY2(backend().isNull() && release({u"history"_s, u"todo"_s}).code == 2, refused.text());
    const Output taken = deploy({u"--no-wait"_s, u"--take-ownership"_s});
    QVERIFY2(taken.code == 0, taken.text());
}

void HelmTest::wrongUse()
{
    for (const QStringList &words : {QStringList{u"release"_s, u"mend"_s},
                                     {u"release"_s, u"history"_s},
                                     {u"release"_s, u"rollback"_s, u"todo"_s, u"one"_s},
                                     {u"release"_s, u"diff"_s, u"todo"_s},
                                     {u"release"_s, u"diff"_s, u"todo"_s, u"1"_s, u"0"_s},
                                     {u"release"_s, u"list"_s, u"todo"_s}})
        QCOMPARE(runProgram(words).code, 2);
    const Output none = runProgram(
        arguments(u"deploy"_s, {u"--helm"_s, m_folder->filePath(u"no-helm"_s), u"--no-wait"_s}));
    QVERIFY2(none.code == 2 && none.err.contains("is no program"), none.text());
    const Output other =
        runProgram(arguments(u"deploy"_s, {u"--helm"_s, u"/bin/true"_s, u"--no-wait"_s}));
    QVERIFY2(other.code == 2 && other.err.contains("does not say which version"), other.text());
    const Output noKey = runProgram(
        arguments(u"deploy"_s, {u"--helm"_s, Helm::four().program(), u"--secrets-from"_s, u"-"_s}),
        "OTHER=" + newSecret() + '\n');
    QVERIFY2(noKey.code == 2 && noKey.err.contains("no key of it"), noKey.text());
}

CHARTWRIGHT_TEST(HelmTest)
#include "test_helm.moc"
