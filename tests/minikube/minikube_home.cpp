// SPDX-License-Identifier: Apache-2.0
#include "minikube/minikube_home.h"

#include "support/places.h"

#include <QDir>
#include <QProcess>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

namespace {

QByteArray output(const QString &program, const QStringList &arguments, int patience)
{
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished(patience);
    return process.readAllStandardOutput();
}

} // namespace

QString MinikubeHome::missing()
{
    return qEnvironmentVariableIsSet("CHARTWRIGHT_KUBECTL")
               ? QString()
               : u"Start tests/cluster/up, and set CHARTWRIGHT_KUBECTL to the kubectl that it "
                 "names."_s;
}

void MinikubeHome::enter()
{
    QVERIFY2(missing().isEmpty(), qPrintable(missing()));
    QVERIFY(QDir(m_folder.path()).mkdir(u"bin"_s));
    QVERIFY(QFile::link(QStringLiteral(CHARTWRIGHT_SOURCE_DIR) + u"/tests/minikube/minikube"_s,
                        path(u"bin/minikube"_s)));
    qputenv("PATH", (m_folder.path() + u"/bin:"_s).toLocal8Bit() + qgetenv("PATH"));
    qputenv("MINIKUBE_HOME", m_folder.path().toLocal8Bit());
    qputenv("KUBECONFIG", path(u"kubeconfig"_s).toLocal8Bit());
    qputenv("CHARTWRIGHT_MINIKUBE_LOG", path(u"log"_s).toLocal8Bit());
    // Overlay would not do on every file system.
    QFile storage(path(u"storage.conf"_s));
    QVERIFY(storage.open(QIODevice::WriteOnly));
    storage.write("[storage]\ndriver = \"vfs\"\ngraphroot = \"" + path(u"images"_s).toUtf8() +
                  "\"\nrunroot = \"" + path(u"images-run"_s).toUtf8() + "\"\n");
    storage.close();
    qunsetenv("STORAGE_DRIVER");
    qputenv("CONTAINERS_STORAGE_CONF", storage.fileName().toLocal8Bit());
    qputenv("BUILDAH_ISOLATION", "chroot");
}

QByteArray MinikubeHome::minikube(const QStringList &arguments, int patience) const
{
    return output(path(u"bin/minikube"_s), arguments, patience);
}

QStringList MinikubeHome::commands() const
{
    QFile file(path(u"log"_s));
    const QByteArray all = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    file.close();
    QFile::remove(file.fileName());
    return QString::fromUtf8(all).split(u'\n', Qt::SkipEmptyParts);
}

QByteArray MinikubeHome::kubectl(const QStringList &arguments) const
{
    return output(qEnvironmentVariable("CHARTWRIGHT_KUBECTL"),
                  QStringList{u"--context"_s, u"minikube"_s} + arguments, 60'000);
}
