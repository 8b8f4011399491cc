// SPDX-License-Identifier: Apache-2.0
#include "app/message_box.h"
#include "minikube/minikube_window_case.h"
#include "model/edits.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDockWidget>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QUndoStack>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// By which way the page is opened, and what is left when the window goes. Its functions build on
// each other.
class MinikubeDoorsTest : public MinikubeWindowCase
{
    Q_OBJECT

private slots:
    void aNodeThatIsNotReached();
    void aPortOfTheNode();
    void nothingForOutside();
    void noBrowser();
    void closedInTheMiddle();

private:
    void deploy(bool opens = true);
    void withoutIngress();
    void setField(const QString &kind, const QString &name, const QString &path, const Value &to);

    bool m_hasValues = false;
};

/// Until it says how it ended.
void MinikubeDoorsTest::deploy(bool opens)
{
    const qsizetype pages = m_browser.opened.size() + (opens ? 1 : 0);
    find<QDockWidget>(u"dock:deploy"_s)->raise();
    QTRY_VERIFY(find<QPushButton>(u"deploy:go"_s)->isVisible());
    m_bench->hand().click(find<QPushButton>(u"deploy:go"_s));
    QTRY_VERIFY(find<QPushButton>(u"deploy:cancel"_s)->isEnabled());
    if (!std::exchange(m_hasValues, true))
        answerMissingValues();
    QTRY_VERIFY2_WITH_TIMEOUT(find<QPushButton>(u"deploy:go"_s)->isEnabled() && !said().isEmpty(),
                              qPrintable(said()), 240'000);
    QVERIFY2(m_browser.opened.size() == pages, qPrintable(said()));
}

void MinikubeDoorsTest::withoutIngress()
{
    if (const ResourcePtr ingress = m_bench->topology().findByName(u"Ingress", u"todo-ingress"))
        m_bench->document().push(
            removeResources(m_bench->topology(), m_bench->document().refs(), {ingress->id}));
}

void MinikubeDoorsTest::setField(const QString &kind, const QString &name, const QString &path,
                                 const Value &to)
{
    m_bench->document().push(chartwright::setField(m_bench->topology(), m_bench->document().refs(),
                                                   m_bench->named(kind, name), Path(path), to));
}

/// As with Docker Desktop, whose nodes have addresses that lead nowhere: we forward a port to the
/// ingress controller, and the panel Live can end that.
void MinikubeDoorsTest::aNodeThatIsNotReached()
{
    qputenv("CHARTWRIGHT_MINIKUBE_DESKTOP", "1");
    const auto back = qScopeGuard([] { qunsetenv("CHARTWRIGHT_MINIKUBE_DESKTOP"); });
    deploy();
    const QUrl url = m_browser.opened.last();
    QCOMPARE(url.host(), u"127.0.0.1"_s);
    QVERIFY2(said().startsWith(u"It answers at "_s + url.toString()), qPrintable(said()));
    QCOMPARE(find<QLabel>(u"deploy:address"_s)->text(), url.toString());
    QVERIFY2(pageAt(url).contains("<title>To do</title>"), pageAt(url));
    const QUrl tasks = url.resolved(QUrl(u"/api/tasks"_s));
    QVERIFY2(pageAt(tasks).contains("Draw the application"), pageAt(tasks));
    m_bench->shoot(u"deploy-forwarded"_s);
    // With a host the line for the hosts file is of this machine.
    setField(u"Ingress"_s, u"todo-ingress"_s, u"spec.rules[#0].host"_s, u"todo.invalid"_s);
    deploy(false);
    m_bench->hand().click(find<QPushButton>(u"deploy:copy"_s));
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), u"127.0.0.1 todo.invalid"_s);
    QCOMPARE(find<QLabel>(u"deploy:address"_s)->text(),
             u"http://todo.invalid:%1/"_s.arg(url.port())); // the same port again
    m_bench->hand().click(find<QPushButton>(u"deploy:noHost"_s));
    deploy();
    QCOMPARE(m_browser.opened.last(), url);
    find<QDockWidget>(u"dock:live"_s)->raise();
    auto *listed = find<QLabel>(u"live:door"_s);
    QTRY_VERIFY(listed->isVisible());
    QCOMPARE(listed->text(), url.toString() + u" leads to Service ingress-nginx-controller"_s);
    m_bench->shoot(u"live-forwarded"_s);
    const qsizetype pages = m_browser.opened.size();
    m_bench->hand().click(find<QPushButton>(u"live:openDoor"_s));
    QTRY_COMPARE(m_browser.opened.size(), pages + 1);
    m_bench->hand().click(find<QPushButton>(u"live:endDoor"_s));
    QTRY_VERIFY(!listed->isVisible());
    QVERIFY(pageAt(url).isEmpty());
}

/// Minikube tells its address, or makes a tunnel to it.
void MinikubeDoorsTest::aPortOfTheNode()
{
    withoutIngress();
    setField(u"Service"_s, u"frontend-service"_s, u"spec.type"_s, u"LoadBalancer"_s);
    commands();
    deploy();
    const QString ip = QString::fromUtf8(minikube({u"ip"_s})).trimmed();
    QCOMPARE(m_browser.opened.last().host(), ip);
    QVERIFY(m_browser.opened.last().port() >= 30000);
    QVERIFY(commands().contains(
        u"service frontend-service --namespace default --url --profile minikube"_s));
    QVERIFY(find<QLabel>(u"live:door"_s)->parentWidget()->isHidden()); // it lasts by itself

    qputenv("CHARTWRIGHT_MINIKUBE_DESKTOP", "1");
    const auto back = qScopeGuard([] { qunsetenv("CHARTWRIGHT_MINIKUBE_DESKTOP"); });
    deploy();
    const QUrl tunnel = m_browser.opened.last();
    QCOMPARE(tunnel.host(), u"127.0.0.1"_s);
    QVERIFY2(pageAt(tunnel).contains("<title>To do</title>"), pageAt(tunnel));
    QCOMPARE(find<QLabel>(u"live:door"_s)->text(),
             tunnel.toString() + u" leads to Service frontend-service, by a tunnel of Minikube"_s);
    deploy();
    QTRY_VERIFY(pageAt(tunnel).isEmpty()); // the first has ended
    QVERIFY(pageAt(m_browser.opened.last()).contains("<title>To do</title>"));
}

/// Then a port is forwarded to the Service that nothing else refers to.
void MinikubeDoorsTest::nothingForOutside()
{
    withoutIngress();
    setField(u"Service"_s, u"frontend-service"_s, u"spec.type"_s, u"ClusterIP"_s);
    deploy();
    const QUrl url = m_browser.opened.last();
    QCOMPARE(url.host(), u"127.0.0.1"_s);
    QVERIFY2(pageAt(url).contains("<title>To do</title>"), pageAt(url));
    QCOMPARE(find<QLabel>(u"live:door"_s)->text(),
             url.toString() + u" leads to Service frontend-service"_s);
    // Other pods are found by the same address.
    kubectl({u"rollout"_s, u"restart"_s, u"deployment/todo-frontend"_s});
    kubectl({u"rollout"_s, u"status"_s, u"deployment/todo-frontend"_s});
    QTRY_VERIFY_WITH_TIMEOUT(pageAt(url).contains("<title>To do</title>"), 20'000);
}

/// Where nothing opens a page there is its address, to be copied.
void MinikubeDoorsTest::noBrowser()
{
    QVERIFY(!find<QPushButton>(u"deploy:copyAddress"_s)->isVisible());
    QDesktopServices::unsetUrlHandler(u"http"_s);
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", m_home.path(u"bin"_s).toLocal8Bit());
    static const QRegularExpression words(u"Unable to detect a web browser"_s);
    QTest::ignoreMessage(QtWarningMsg, words);
    find<QPushButton>(u"deploy:open"_s)->click(); // the hand needs programs on PATH, too
    qputenv("PATH", path);
    QDesktopServices::setUrlHandler(u"http"_s, &m_browser, "open");
    auto *copy = find<QPushButton>(u"deploy:copyAddress"_s);
    QTRY_VERIFY(copy->isVisible());
    m_bench->shoot(u"deploy-no-browser"_s);
    m_bench->hand().click(copy);
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), m_browser.opened.last().toString());
    QCOMPARE(find<QLabel>(u"deploy:address"_s)->text(), m_browser.opened.last().toString());
}

/// The window goes at once. What Minikube has half made is taken down by itself meanwhile.
void MinikubeDoorsTest::closedInTheMiddle()
{
    minikube({u"delete"_s});
    qputenv("CHARTWRIGHT_MINIKUBE_FAULT", "start=stubborn");
    commands();
    find<QDockWidget>(u"dock:deploy"_s)->raise();
    QTRY_VERIFY(find<QPushButton>(u"deploy:go"_s)->isVisible());
    m_bench->hand().click(find<QPushButton>(u"deploy:go"_s));
    if (!m_hasValues)
        answerMissingValues();
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(u"Minikube minikube"_s).contains(u"driver"), 30'000);
    m_bench->document().undoStack()->setClean();
    MessageBox::takeTexts();
    MessageBox::setNextAnswer(u"cancel"_s);
    QVERIFY(!m_bench->window().close());
    QCOMPARE(MessageBox::takeTexts(), QStringList{u"Quit while the drawing is being deployed?"_s});
    QCOMPARE(stateOf(u"Minikube minikube"_s).contains(u"driver"), true); // it goes on
    MessageBox::setNextAnswer(u"quit"_s);
    MessageBox::setNextAnswer(u"quit"_s); // also what is kept for this session only
    QElapsedTimer clock;
    clock.start();
    QVERIFY(m_bench->window().close());
    m_bench.reset();
    QVERIFY2(clock.elapsed() < 1000, QByteArray::number(clock.elapsed()));
    QStringList said;
    QTRY_VERIFY2_WITH_TIMEOUT((said += commands()).contains(u"ended"), qPrintable(said.join(u' ')),
                              9'000);
    qunsetenv("CHARTWRIGHT_MINIKUBE_FAULT");
}

CHARTWRIGHT_TEST(MinikubeDoorsTest)
#include "test_minikube_doors.moc"
