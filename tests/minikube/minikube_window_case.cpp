// SPDX-License-Identifier: Apache-2.0
#include "minikube/minikube_window_case.h"

#include "support/helm.h"

#include <QDesktopServices>
#include <QDir>
#include <QLabel>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QProcess>
#include <QPushButton>
#include <QTreeWidget>

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace chartwright_test {

void MinikubeWindowCase::initTestCase()
{
    QVERIFY_HELM(Helm::four());
    QVERIFY2(qEnvironmentVariableIsSet("CHARTWRIGHT_KUBECTL"),
             "Start tests/cluster/up, and set CHARTWRIGHT_KUBECTL to the kubectl that it names.");
    QVERIFY(QDir(m_home.path()).mkdir(u"bin"_s));
    QVERIFY(QFile::link(QStringLiteral(CHARTWRIGHT_SOURCE_DIR) + u"/tests/minikube/minikube"_s,
                        m_home.filePath(u"bin/minikube"_s)));
    qputenv("PATH", (m_home.path() + u"/bin:"_s).toLocal8Bit() + qgetenv("PATH"));
    qputenv("MINIKUBE_HOME", m_home.path().toLocal8Bit());
    qputenv("KUBECONFIG", m_home.filePath(u"kubeconfig"_s).toLocal8Bit());
    qputenv("CHARTWRIGHT_MINIKUBE_LOG", m_home.filePath(u"log"_s).toLocal8Bit());
    // Images of its own; overlay would not do on every file system.
    QFile storage(m_home.filePath(u"storage.conf"_s));
    QVERIFY(storage.open(QIODevice::WriteOnly));
    storage.write("[storage]\ndriver = \"vfs\"\ngraphroot = \"" +
                  m_home.filePath(u"images"_s).toUtf8() + "\"\nrunroot = \"" +
                  m_home.filePath(u"images-run"_s).toUtf8() + "\"\n");
    storage.close();
    qunsetenv("STORAGE_DRIVER");
    qputenv("CONTAINERS_STORAGE_CONF", storage.fileName().toLocal8Bit());
    qputenv("BUILDAH_ISOLATION", "chroot");
    QDesktopServices::setUrlHandler(u"http"_s, &m_browser, "open");
    m_bench = std::make_unique<Workbench>(); // which begins with no settings
    Settings().setHelmPath(Helm::four().program());
    m_bench->openTodo();
    QVERIFY_BENCH(*m_bench);
}

void MinikubeWindowCase::cleanupTestCase()
{
    QDesktopServices::unsetUrlHandler(u"http"_s);
    m_bench.reset();
    minikube({u"delete"_s});
}

QByteArray MinikubeWindowCase::minikube(const QStringList &arguments) const
{
    QProcess process;
    process.start(m_home.filePath(u"bin/minikube"_s), arguments);
    process.waitForFinished(60'000);
    return process.readAllStandardOutput();
}

QByteArray MinikubeWindowCase::kubectl(const QStringList &arguments)
{
    QProcess process;
    process.start(qEnvironmentVariable("CHARTWRIGHT_KUBECTL"),
                  QStringList{u"--context"_s, u"minikube"_s} + arguments);
    process.waitForFinished(60'000);
    return process.readAllStandardOutput();
}

QString MinikubeWindowCase::said() { return find<QLabel>(u"deploy:message"_s)->text(); }

QString MinikubeWindowCase::stateOf(const QString &step)
{
    const auto found = find<QTreeWidget>(u"deploy:list"_s)->findItems(step, Qt::MatchExactly, 0);
    return found.isEmpty() ? u"there is no step "_s + step : found.first()->text(1);
}

QByteArray MinikubeWindowCase::page(const QString &path)
{
    const QString ip = QString::fromUtf8(minikube({u"ip"_s})).trimmed();
    return pageAt(QUrl(u"http://%1%2"_s.arg(ip, path)));
}

QByteArray MinikubeWindowCase::pageAt(const QUrl &url)
{
    QNetworkAccessManager network;
    network.setProxy(QNetworkProxy::NoProxy);
    QNetworkReply *reply = network.get(QNetworkRequest(url));
    const bool isDone = QTest::qWaitFor([reply] { return reply->isFinished(); }, 10'000);
    return isDone ? reply->readAll() : QByteArray();
}

QStringList MinikubeWindowCase::commands() const
{
    QFile file(m_home.filePath(u"log"_s));
    const QByteArray all = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    file.close();
    QFile::remove(file.fileName());
    return QString::fromUtf8(all).split(u'\n', Qt::SkipEmptyParts);
}

void MinikubeWindowCase::answerMissingValues()
{
    QWidget *form = m_bench->opened(u"MissingValuesDialog"_s);
    QVERIFY(form);
    m_bench->shoot(u"deploy-values"_s);
    for (const char *key : {"DATABASE_URL", "OPENAI_API_KEY", "BETTER_AUTH_SECRET"})
        m_bench->hand().click(
            form->findChild<QPushButton *>(u"generate:todo-secrets:"_s + QLatin1String(key)));
    m_bench->hand().click(form->findChild<QPushButton *>(u"keep"_s));
    QWidget *keep = m_bench->opened(u"KeepValuesDialog"_s);
    QVERIFY(keep);
    m_bench->hand().click(keep->findChild<QPushButton *>(u"session"_s));
}

} // namespace chartwright_test
