// SPDX-License-Identifier: Apache-2.0
#include "external/container_engine.h"
#include "external/minikube.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QFile>
#include <QTemporaryDir>

using namespace chartwright;
using namespace Qt::StringLiterals;

// What minikube 1.38 and container engines print.
class MinikubeOutputTest : public TestCase
{
    Q_OBJECT

private slots:
    void events();
    void profiles();
    void states_data();
    void states();
    void images();
    void addons();
    void fullNames_data();
    void fullNames();
    void localImages();
    void reasons_data();
    void reasons();
    void plainReason();
    void versions_data();
    void versions();
    void serviceUrls();
    void nobodyWaitsForIt();

private:
    QString program(const QByteArray &script);

    QTemporaryDir m_folder;
};

void MinikubeOutputTest::events()
{
    const auto step = minikubeEvent(
        u"{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"https://minikube.sigs.k8s.io/\","
        "\"type\":\"io.k8s.sigs.minikube.step\",\"datacontenttype\":\"application/json\",\"data\":"
        "{\"currentstep\":\"5\",\"message\":\"Pulling base image\",\"name\":\"Pulling Base Image\","
        "\"totalsteps\":\"19\"}}"_s);
    QVERIFY(step);
    QCOMPARE(step->what, MinikubeEvent::What::Step);
    QCOMPARE(step->step, 5);
    QCOMPARE(step->steps, 19);
    QCOMPARE(step->name, u"Pulling Base Image"_s);
    const auto progress = minikubeEvent(
        u"{\"type\":\"io.k8s.sigs.minikube.download.progress\",\"data\":{\"artifact\":"
        "\"kic\\u001b[31mbase\",\"progress\":\"0.25\"}}"_s);
    QVERIFY(progress);
    QCOMPARE(progress->message, u"kicbase"_s); // what a terminal would obey is gone
    QCOMPARE(progress->fraction, 0.25);
    // Steps may be left out, and have no number.
    const auto unnumbered =
        minikubeEvent(u"{\"type\":\"io.k8s.sigs.minikube.step\",\"data\":{\"currentstep\":\"\","
                      "\"message\":\"Done!\"}}"_s);
    QVERIFY(unnumbered);
    QCOMPARE(unnumbered->step, 0);
    QVERIFY(!minikubeEvent(u"* Verifying ingress addon..."_s));
    QVERIFY(!minikubeEvent(u"{\"type\":\"io.k8s.sigs.minikube.step\",\"data\":[]}"_s));
    QVERIFY(!minikubeEvent(u"{\"type\":\"other\",\"data\":{\"message\":\"x\"}}"_s));
    QVERIFY(!minikubeEvent(u"{nonsense"_s));
}

void MinikubeOutputTest::profiles()
{
    const auto all = minikubeProfiles(
        R"({"invalid":[],"valid":[{"Name":"minikube","Status":"OK","Config":{"Driver":"docker",)"
        R"("KubernetesConfig":{"KubernetesVersion":"v1.34.4","ContainerRuntime":"docker"}}},)"
        R"({"Name":"other","Status":"Stopped","Config":{}}]})");
    QVERIFY_RESULT(all);
    QCOMPARE(all->size(), 2);
    QCOMPARE(all->first().driver, u"docker"_s);
    QVERIFY(all->first().isRunning());
    QVERIFY(!all->last().isRunning());
    QVERIFY(minikubeProfiles(R"({"invalid":[],"valid":[]})")->isEmpty());
    QVERIFY(!minikubeProfiles(R"({"error":"boom"})"));
    QVERIFY(!minikubeProfiles("X Exiting"));
}

void MinikubeOutputTest::states_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("isThere");
    QTest::addColumn<bool>("isRunning");
    const QByteArray running =
        R"({"Name":"m","Host":"Running","Kubelet":"Running","APIServer":"Running",)"
        R"("Kubeconfig":"Configured","Worker":false})";
    const QByteArray worker =
        R"({"Name":"m-m02","Host":"Stopped","Kubelet":"Stopped",)"
        R"("APIServer":"Irrelevant","Kubeconfig":"Irrelevant","Worker":true})";
    QTest::newRow("running") << running << true << true;
    QTest::newRow("of several nodes") << '[' + worker + ',' + running + ']' << true << true;
    QTest::newRow("stopped") << QByteArray(R"({"Name":"m","Host":"Stopped","Kubelet":"Stopped",)"
                                           R"("APIServer":"Stopped","Kubeconfig":"Stopped"})")
                             << true << false;
    QTest::newRow("another cluster by its name")
        << QByteArray(running).replace("Configured", "Misconfigured") << true << false;
    QTest::newRow("gone") << QByteArray(R"({"Name":"m","Host":"Nonexistent"})") << false << false;
    QTest::newRow("no profile")
        << QByteArray(R"({"specversion":"1.0","type":"io.k8s.sigs.minikube.step","data":{}})")
        << false << false;
}

void MinikubeOutputTest::states()
{
    QFETCH(QByteArray, json);
    const auto state = minikubeState(json);
    QVERIFY_RESULT(state);
    QTEST(state->has_value(), "isThere");
    QTEST(state->has_value() && (*state)->isRunning(), "isRunning");
}

void MinikubeOutputTest::images()
{
    const auto all =
        minikubeImages(R"([{"id":"92e9","repoDigests":["docker.io/library/todo@sha256:11"],)"
                       R"("repoTags":["docker.io/library/todo:latest"],"size":"12"},)"
                       R"({"id":"sha256:aa","repoTags":["localhost/app:1"]}])");
    QVERIFY_RESULT(all);
    QVERIFY(all->first().isNamed(u"todo:latest"_s));
    QVERIFY(all->first().isNamed(u"todo"_s));
    QVERIFY(!all->first().isNamed(u"todo:1"_s));
    QCOMPARE(all->last().id, u"aa"_s);
    QCOMPARE(all->first().size, 12);
    // Where docker is the runtime: one name each, and no digests.
    const auto docker = minikubeImages(
        R"([{"id":"aa","repoDigests":[],"repoTags":["docker.io/library/todo:1"],"size":"7"},)"
        R"({"id":"bb","repoDigests":[],"repoTags":["docker.io/<none>:<none>"],"size":"7"},)"
        R"({"id":"aa","repoDigests":[],"repoTags":["docker.io/library/todo:1-aa"],"size":"7"}])");
    QVERIFY_RESULT(docker);
    QCOMPARE(docker->size(), 2);
    QVERIFY(docker->first().isNamed(u"todo:1"_s) && docker->first().isNamed(u"todo:1-aa"_s));
    QCOMPARE(docker->last().names, QStringList());
    // Whatever tag stands before a digest.
    const QString digest = u"sha256:"_s + QString(64, u'a');
    const auto pulled = minikubeImages(R"([{"id":"aa","repoDigests":["docker.io/library/todo@)" +
                                       digest.toUtf8() + R"("]}])");
    QVERIFY_RESULT(pulled);
    QVERIFY(pulled->first().isNamed(u"todo:1@"_s + digest));
    QVERIFY(!pulled->first().isNamed(u"me/todo:1@"_s + digest));
    QVERIFY(minikubeImages("null")->isEmpty()); // none at all
    QVERIFY(!minikubeImages("{}"));
}

void MinikubeOutputTest::addons()
{
    const auto all = enabledAddons(R"({"ingress":{"Profile":"m","Status":"enabled"},)"
                                   R"("registry":{"Profile":"m","Status":"disabled"}})");
    QVERIFY_RESULT(all);
    QCOMPARE(*all, QStringList{u"ingress"_s});
}

void MinikubeOutputTest::fullNames_data()
{
    QTest::addColumn<QString>("full");
    QTest::newRow("todo") << u"docker.io/library/todo:latest"_s;
    QTest::newRow("me/todo:1") << u"docker.io/me/todo:1"_s;
    QTest::newRow("docker.io/todo:1") << u"docker.io/library/todo:1"_s;
    QTest::newRow("localhost/todo:1") << u"localhost/todo:1"_s;
    QTest::newRow("registry.example.com:5000/a/b:2") << u"registry.example.com:5000/a/b:2"_s;
}

void MinikubeOutputTest::fullNames()
{
    QTEST(fullImageName(QString::fromLatin1(QTest::currentDataTag())), "full");
}

void MinikubeOutputTest::localImages()
{
    const auto docker = localImage(R"([{"Id":"sha256:5f3a","Architecture":"arm","Variant":"v7",)"
                                   R"("Os":"linux","Size":39126}])");
    QVERIFY_RESULT(docker);
    QCOMPARE(docker->id, u"5f3a"_s);
    QCOMPARE(docker->platform, u"linux/arm/v7"_s);
    QCOMPARE(docker->size, 39126);
    const auto buildah = localImage(R"({"Type":"buildah 0.0.1","FromImageID":"f041",)"
                                    R"("OCIv1":{"architecture":"amd64","os":"linux"}})");
    QVERIFY_RESULT(buildah);
    QCOMPARE(buildah->id, u"f041"_s);
    QCOMPARE(buildah->platform, u"linux/amd64"_s);
    QVERIFY(!localImage("[]"));
}

void MinikubeOutputTest::reasons_data()
{
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<bool>("wantsSettings");
    const auto row = [](const char *id, const QString &sentence, bool wantsSettings) {
        QTest::newRow(id) << sentence << wantsSettings;
    };
    row("PROVIDER_DOCKER_NOT_RUNNING", u"Docker is not running"_s, true);
    row("PROVIDER_HYPERV_NOT_FOUND", u"What the driver needs is not there"_s, true);
    row("INET_REPO", u"Minikube could not download what it needs"_s, false);
    row("GUEST_IMAGE_BUILD", u"Minikube could not build the image"_s, false);
    row("GUEST_IMAGE_TAG", u"Minikube could not handle its images"_s, false);
    row("GUEST_STATUS", u"Minikube cannot tell how its machine does"_s, false);
    row("GUEST_PROVISION", u"Minikube's machine did not start"_s, false);
    row("IF_SSH_CLIENT", u"The network between here and Minikube does not work"_s, false);
    row("K8S_APISERVER_MISSING", u"Kubernetes did not start in Minikube"_s, false);
    row("RSRC_INSUFFICIENT_REQ_MEMORY", u"Minikube was given less memory than Kubernetes needs"_s,
        true);
    row("SOMETHING_NEW", u"what it says"_s, false);
}

void MinikubeOutputTest::reasons()
{
    QFETCH(QString, sentence);
    MinikubeEvent event;
    event.name = QString::fromLatin1(QTest::currentDataTag());
    event.exitCode = 63;
    event.message = u"what it says"_s;
    event.advice = u"what it advises"_s;
    const ToolFailure failure = minikubeFailure(event);
    QVERIFY2(failure.error.message.startsWith(sentence), qPrintable(failure.error.message));
    QVERIFY(failure.error.message.contains(u"what it says"));
    QVERIFY(!failure.error.remedy.isEmpty());
    QCOMPARE(failure.id, event.name);
    QTEST(wantsOtherSettings(failure), "wantsSettings");
}

void MinikubeOutputTest::plainReason()
{
    ToolFailure plain;
    plain.exitCode = 80;
    plain.errors = u"X Exiting due to GUEST_IMAGE_LOAD: Failed to load image: no space left\n\n"
                   "* If the above advice does not help"_s;
    plain.error.message = u"* If the above advice does not help"_s;
    const ToolFailure failure = minikubeFailure(plain);
    QCOMPARE(failure.id, u"GUEST_IMAGE_LOAD"_s);
    QVERIFY(failure.error.message.contains(u"no space left"));
    plain.kind = ToolFailure::Kind::Stopped;
    QVERIFY(minikubeFailure(plain).id.isEmpty());
}

QString MinikubeOutputTest::program(const QByteArray &script)
{
    const QString path = m_folder.filePath(u"minikube"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return {};
    file.write("#!/bin/sh\n" + script);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

void MinikubeOutputTest::versions_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("version"); // or the beginning of what is wrong
    QTest::newRow("as released") << QByteArray("echo v1.38.1\n") << u"1.38.1"_s;
    QTest::newRow("too old") << QByteArray("echo v1.9.2\n") << u"is Minikube 1.9.2"_s;
    QTest::newRow("something else") << QByteArray("echo hello\n") << u"does not say"_s;
    QTest::newRow("fails") << QByteArray("echo v1.38.1; exit 3\n") << u"does not say"_s;
}

void MinikubeOutputTest::versions()
{
    QFETCH(QByteArray, script);
    QFETCH(QString, version);
    std::optional<Result<ToolProgram>> answer;
    askMinikube(program(script), this, [&](const Result<ToolProgram> &tool) { answer = tool; });
    QTRY_VERIFY_WITH_TIMEOUT(answer, 30'000);
    const QString said = *answer ? (*answer)->version : answer->error().message;
    QVERIFY2(said.contains(version), qPrintable(said));
}

void MinikubeOutputTest::serviceUrls()
{
    QCOMPARE(minikubeServiceUrl(u"http://192.168.49.2:30080"_s)->port(), 30080);
    QCOMPARE(minikubeServiceUrl(u"https://127.0.0.1:51413"_s)->host(), u"127.0.0.1"_s);
    for (const QString &line :
         {u"* Starting tunnel for service web."_s, u"|-----------|------|"_s,
          u"❗  Because you are using a Docker driver on darwin, the terminal needs to be open"_s,
          u"See http://minikube.sigs.k8s.io"_s, u"file:///etc/passwd"_s, QString()})
        QVERIFY2(!minikubeServiceUrl(line), qPrintable(line));
}

/// It gets its time to end in order, while this program goes on.
void MinikubeOutputTest::nobodyWaitsForIt()
{
    const QString file = m_folder.filePath(u"ended"_s);
    const QString path = program("trap 'sleep 1; echo done >" + file.toUtf8() +
                                 "; exit 1' TERM\necho ready\nwhile :; do sleep 0.1; done\n");
    auto run = std::make_unique<ToolRun>(u"tool"_s, nullptr);
    QSignalSpy lines(run.get(), &ToolRun::line);
    bool isTold = false;
    run->start(path, {}, QProcessEnvironment::systemEnvironment(), std::chrono::minutes(1),
               [&](const ToolResult<QByteArray> &) { isTold = true; });
    QTRY_VERIFY(!lines.isEmpty());
    QElapsedTimer clock;
    clock.start();
    run.reset();
    QVERIFY2(clock.elapsed() < 500, QByteArray::number(clock.elapsed()));
    QVERIFY(!QFile::exists(file));
    QTRY_VERIFY(QFile::exists(file));
    QVERIFY(!isTold);
}

CHARTWRIGHT_TEST(MinikubeOutputTest)
#include "test_minikube_output.moc"
