// SPDX-License-Identifier: Apache-2.0
#include "minikube/minikube_window_case.h"

#include "support/helm.h"

#include <QDesktopServices>
#include <QLabel>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPushButton>
#include <QTreeWidget>

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace chartwright_test {

void MinikubeWindowCase::initTestCase()
{
    QVERIFY_HELM(Helm::four());
    m_home.enter();
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

void MinikubeWindowCase::answerMissingValues()
{
    QWidget *form = m_bench->opened(u"MissingValuesDialog"_s);
    QVERIFY(form);
    m_bench->shoot(u"deploy-values"_s);
    // An address cannot be random.
    QVERIFY(!form->findChild<QPushButton *>(u"generate:todo-secrets:DATABASE_URL"_s));
    m_bench->hand().type(u"postgres://todo@db.example.com/todo"_s);
    for (const char *key : {"OPENAI_API_KEY", "BETTER_AUTH_SECRET"})
        m_bench->hand().click(
            form->findChild<QPushButton *>(u"generate:todo-secrets:"_s + QLatin1String(key)));
    m_bench->hand().click(form->findChild<QPushButton *>(u"keep"_s));
    QWidget *keep = m_bench->opened(u"KeepValuesDialog"_s);
    QVERIFY(keep);
    m_bench->hand().click(keep->findChild<QPushButton *>(u"session"_s));
}

} // namespace chartwright_test
