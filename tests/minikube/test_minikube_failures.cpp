// SPDX-License-Identifier: Apache-2.0
#include "minikube/minikube_case.h"

using namespace chartwright_test;
using namespace Qt::StringLiterals;

// What Minikube says when it cannot start is told in words, with what to do; and nothing goes on.
class MinikubeFailureTest : public MinikubeCase
{
    Q_OBJECT

private slots:
    void startFails_data();
    void startFails();
    void startFailsAsJson();
    void notInstalled();
    void tooOld();
    void settings();
    void wrongUse_data();
    void wrongUse();
};

void MinikubeFailureTest::startFails_data()
{
    QTest::addColumn<QByteArray>("sentence");
    QTest::addColumn<QByteArray>("remedy");
    const auto row = [](const char *reason, const char *sentence, const char *remedy) {
        QTest::newRow(reason) << QByteArray(sentence) << QByteArray(remedy);
    };
    row("PROVIDER_DOCKER_NOT_RUNNING", "Docker is not running", "sudo systemctl start docker");
    row("PROVIDER_DOCKER_NEWGRP", "You may not use Docker", "sudo usermod -aG docker");
    row("PROVIDER_PODMAN_NOT_FOUND", "Podman is not installed", "Install Podman");
    row("PROVIDER_QEMU2_NOT_FOUND", "QEMU is not installed", "Install QEMU");
    row("PR_KVM_USER_PERMISSION", "You may not use libvirt", "sudo usermod -aG libvirt");
    row("DRV_UNSUPPORTED_OS", "There is no such driver on this system", "Take another one");
    row("DRV_NOT_DETECTED", "Minikube found no driver", "Install Docker or Podman");
    row("DRV_AS_ROOT", "This driver does not run as root", "Start Chartwright as yourself");
    row("DRV_CP_ENDPOINT", "has lost the address of its cluster", "minikube delete");
    row("GUEST_MISSING_CONNTRACK", "needs the program conntrack", "Install conntrack");
    row("GUEST_DRIVER_MISMATCH", "made with another driver", "or another profile");
    row("GUEST_PROVISION", "Minikube's machine did not start", "Try again.");
    row("GUEST_START", "Minikube's machine did not start", "minikube delete");
    row("RSRC_INSUFFICIENT_CORES", "has too few processors", "Kubernetes needs two");
    row("RSRC_INSUFFICIENT_CONTAINER_MEMORY", "less memory than Minikube was to take",
        "Give it less");
    row("RSRC_INSUFFICIENT_SYS_MEMORY", "less memory than Minikube was to take",
        "close other programs");
    row("RSRC_DOCKER_STORAGE", "Docker has no room on the disk", "docker system prune");
    row("HOST_VIRT_UNAVAILABLE", "Virtualization is turned off", "in the firmware");
    row("HOST_HOME_PERMISSION", "cannot write to its folder", "sudo chown -R");
    row("HOST_KUBECONFIG_PERMISSION", "cannot write the kubeconfig", "$KUBECONFIG");
    row("IF_SSH_CLIENT", "The network between here and Minikube", "A VPN or a firewall");
    row("INET_CACHE_KUBECTL", "could not download", "HTTPS_PROXY");
    row("INET_REPOS_UNAVAILABLE", "could not download", "NO_PROXY");
    row("RUNTIME_ENABLE", "The container runtime in Minikube did not start", "minikube stop");
    row("K8S_INSTALL_FAILED", "Kubernetes did not start in Minikube", "minikube logs");
    row("K8S_APISERVER_MISSING", "Kubernetes did not start in Minikube", "minikube logs");
    row("K8S_DOWNGRADE_UNSUPPORTED", "has a later Kubernetes", "Take another profile");
}

void MinikubeFailureTest::startFails()
{
    QFETCH(const QByteArray, sentence);
    QFETCH(const QByteArray, remedy);
    const Deploy failed = deploy({}, {{u"CHARTWRIGHT_MINIKUBE_FAULT"_s,
                                       u"start="_s + QLatin1String(QTest::currentDataTag())}});
    QCOMPARE(failed.output.code, 2);
    const qsizetype told = failed.output.err.indexOf(sentence);
    QVERIFY2(told >= 0 && failed.output.err.indexOf(remedy, told) > told, failed.text());
    QVERIFY2(failed.commands.last().startsWith(u"start "_s) && failed.commands.size() == 3,
             failed.text());
    QVERIFY2(!failed.output.out.contains("Release") && !failed.output.out.contains("Image "),
             failed.text());
}

void MinikubeFailureTest::startFailsAsJson()
{
    const Deploy failed = deploy({u"--output"_s, u"json"_s},
                                 {{u"CHARTWRIGHT_MINIKUBE_FAULT"_s, u"start=GUEST_START"_s}});
    QCOMPARE(failed.output.code, 2);
    const QList<chartwright::Value> steps = stepsOf(failed.output.out);
    QVERIFY2(steps.size() == 4 && failed.output.out.endsWith("\n]\n"), failed.text());
    QCOMPARE(steps[0][u"state"].toString(), u"failed"_s);
    const chartwright::Value &error = steps[0][u"error"];
    QVERIFY2(error[u"message"].toString().startsWith(u"Minikube's machine did not start"),
             failed.text());
    QVERIFY2(error[u"remedy"].toString().contains(u"minikube delete"), failed.text());
    QVERIFY2(error[u"where"].isString(), failed.text());
    for (qsizetype i = 1; i < steps.size(); ++i)
        QCOMPARE(steps[i][u"state"].toString(), u"waiting"_s);
}

void MinikubeFailureTest::notInstalled()
{
    setTools({u"podman"_s}, {});
    const Deploy none = deploy();
    QVERIFY2(none.output.code == 2 &&
                 none.output.err.contains("There is no program minikube on PATH") &&
                 none.output.err.contains("Install Minikube from minikube.sigs.k8s.io"),
             none.text());
}

void MinikubeFailureTest::tooOld()
{
    const QString old = path(u"old"_s);
    QFile file(old);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\necho \"$@\" >>\"$CHARTWRIGHT_MINIKUBE_LOG\"\necho v1.20.0\n");
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
    setTools({u"podman"_s}, old);
    const Deploy refused = deploy();
    QVERIFY2(refused.output.code == 2 && refused.output.err.contains("is Minikube 1.20.0") &&
                 refused.output.err.contains("Minikube 1.26 or later is needed"),
             refused.text());
    QCOMPARE(refused.commands, QStringList{u"version --short"_s});
}

void MinikubeFailureTest::settings()
{
    QFile::remove(path(u"kubeconfig"_s)); // whose context would be kept
    const Variables fails{{u"CHARTWRIGHT_MINIKUBE_FAULT"_s, u"start=GUEST_START"_s}};
    const Deploy given = deploy({u"--profile"_s, u"mine"_s, u"--driver"_s, u"kvm2"_s, u"--cpus"_s,
                                 u"3"_s, u"--memory"_s, u"4096"_s},
                                fails);
    QCOMPARE(given.commands.last(), u"start --output json --interactive=false --driver kvm2 "
                                    "--cpus 3 --memory 4096mb --profile mine"_s);
    const Deploy drawn = deploy({}, fails);
    QCOMPARE(drawn.commands.last(), u"start --output json --interactive=false --cpus 2 "
                                    "--memory 2816mb --profile minikube"_s);
}

void MinikubeFailureTest::wrongUse_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("said");
    const auto row = [](const char *name, const QStringList &words, const char *said) {
        QTest::newRow(name) << words << QByteArray(said);
    };
    row("context", {u"--minikube"_s, u"--context"_s, u"other"_s},
        "--minikube and --context do not go together");
    row("kubeconfig", {u"--minikube"_s, u"--kubeconfig"_s, u"/nowhere"_s},
        "writes into the file that $KUBECONFIG names");
    row("profile", {u"--profile"_s, u"mine"_s}, "--profile goes with --minikube");
    row("driver", {u"--driver"_s, u"docker"_s}, "--driver goes with --minikube");
    row("cpus", {u"--cpus"_s, u"2"_s}, "--cpus goes with --minikube");
    row("memory", {u"--memory"_s, u"4096"_s}, "--memory goes with --minikube");
    row("no processor", {u"--minikube"_s, u"--cpus"_s, u"0"_s}, "--cpus takes a number");
    row("no number", {u"--minikube"_s, u"--memory"_s, u"4g"_s}, "--memory takes a number");
    // What Minikube's start would take minutes to come to.
    row("value", {u"--minikube"_s, u"--helm"_s, m_helm, u"--set"_s, u"backend.replicas=abc"_s},
        "backend.replicas: must be integer");
    row("no values", {u"--minikube"_s, u"--helm"_s, m_helm, u"--secrets-from"_s, u"/nowhere"_s},
        "/nowhere: error: there is no such file");
    row("two readers", {u"--minikube"_s, u"--secrets-from"_s, u"-"_s, u"--values"_s, u"-"_s},
        "standard input (-) can be read only once");
    row("no helm", {u"--minikube"_s, u"--helm"_s, u"/nowhere"_s}, "/nowhere is no program");
}

void MinikubeFailureTest::wrongUse()
{
    QFETCH(const QStringList, words);
    QFETCH(const QByteArray, said);
    QFile::remove(path(u"log"_s));
    QProcess process;
    start(process, QStringList{u"deploy"_s, project()} + words);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 2);
    const QByteArray err = process.readAllStandardError();
    QVERIFY2(err.contains(said), err);
    QCOMPARE(commands(), QStringList());
}

CHARTWRIGHT_TEST(MinikubeFailureTest)
#include "test_minikube_failures.moc"
