// SPDX-License-Identifier: Apache-2.0
#include "app/message_box.h"
#include "gui/workbench.h"
#include "minikube/minikube_home.h"
#include "model/edits.h"
#include "panels/deploy_panel.h"
#include "support/helm.h"
#include "support/test_case.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QLabel>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QProcess>
#include <QPushButton>
#include <QTreeWidget>
#include <QUndoStack>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// Stands in for the browser: what was opened.
class Browser : public QObject
{
    Q_OBJECT
public slots:
    void open(const QUrl &url) { opened.append(url); }

public:
    QList<QUrl> opened;
};

// The button: from a click on the starter, saved nowhere yet, to the page of the application. Its
// functions build on each other.
class MinikubeWindowTest : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void showsItsStepsBefore();
    void stopsAndSaysWhy();
    void goesOnToThePage();
    void doesOnlyWhatIsNeeded();
    void comparesWithWhatItBrought();
    void asksAboutErrors();
    void aFieldOfSomebodyElse();
    void aHostThatLeadsNowhere();
    void cutOffIsRemembered();
    void cancelled();

private:
    template <class T> T *find(const QString &name)
    {
        return m_bench->window().findChild<T *>(name);
    }
    QString said() { return find<QLabel>(u"deploy:message"_s)->text(); }
    QString stateOf(const QString &step);
    QByteArray page(const QString &path);
    void answerMissingValues();

    MinikubeHome m_home;
    Browser m_browser;
    std::unique_ptr<Workbench> m_bench;
};

void MinikubeWindowTest::initTestCase()
{
    QVERIFY_HELM(Helm::four());
    m_home.enter();
    QDesktopServices::setUrlHandler(u"http"_s, &m_browser, "open");
    m_bench = std::make_unique<Workbench>(); // which begins with no settings
    Settings().setHelmPath(Helm::four().program());
    m_bench->openTodo();
    QVERIFY_BENCH(*m_bench);
}

void MinikubeWindowTest::cleanupTestCase()
{
    QDesktopServices::unsetUrlHandler(u"http"_s);
    m_bench.reset();
    m_home.minikube({u"delete"_s});
}

QString MinikubeWindowTest::stateOf(const QString &step)
{
    const auto found = find<QTreeWidget>(u"deploy:list"_s)->findItems(step, Qt::MatchExactly, 0);
    return found.isEmpty() ? u"there is no step "_s + step : found.first()->text(1);
}

QByteArray MinikubeWindowTest::page(const QString &path)
{
    QNetworkAccessManager network;
    network.setProxy(QNetworkProxy::NoProxy);
    const QString ip = QString::fromUtf8(m_home.minikube({u"ip"_s})).trimmed();
    QNetworkReply *reply = network.get(QNetworkRequest(QUrl(u"http://%1%2"_s.arg(ip, path))));
    const bool isDone = QTest::qWaitFor([reply] { return reply->isFinished(); }, 10'000);
    return isDone ? reply->readAll() : QByteArray();
}

/// There is no keychain here, so they are kept for this session.
void MinikubeWindowTest::answerMissingValues()
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

void MinikubeWindowTest::showsItsStepsBefore()
{
    auto *list = find<QTreeWidget>(u"deploy:list"_s);
    QStringList titles;
    for (int i = 0; i < list->topLevelItemCount(); ++i)
        titles.append(list->topLevelItem(i)->text(0));
    QCOMPARE(titles,
             (QStringList{u"Check"_s, u"Minikube minikube"_s, u"Addon ingress"_s,
                          u"Image todo-backend:latest"_s, u"Image todo-frontend:latest"_s,
                          u"Namespace default"_s, u"Secrets"_s, u"Release todo"_s, u"Restarts"_s,
                          u"Wait for the pods"_s, u"Ask for the page"_s, u"Open the browser"_s}));
    QCOMPARE(find<QPushButton>(u"deploy:target"_s)->text(), u"minikube / default"_s);
}

void MinikubeWindowTest::stopsAndSaysWhy()
{
    qputenv("CHARTWRIGHT_MINIKUBE_FAULT", "start=PROVIDER_DOCKER_NOT_RUNNING");
    m_bench->hand().key(u"ctrl+shift+h"_s);
    answerMissingValues();
    QTRY_VERIFY2_WITH_TIMEOUT(said().contains(u"Docker is not running"), qPrintable(said()),
                              30'000);
    QVERIFY2(said().contains(u"systemctl start docker"), qPrintable(said()));
    QVERIFY(find<QPushButton>(u"deploy:retry"_s)->isVisible());
    QVERIFY(!find<QPushButton>(u"deploy:skip"_s)->isVisible()); // without it nothing goes
    QVERIFY(stateOf(u"Addon ingress"_s).isEmpty());
    m_bench->shoot(u"deploy-no-docker"_s);
    qunsetenv("CHARTWRIGHT_MINIKUBE_FAULT");
}

void MinikubeWindowTest::goesOnToThePage()
{
    m_home.commands();
    m_bench->hand().click(find<QPushButton>(u"deploy:retry"_s));
    // The values that were entered are not asked for again.
    QTRY_VERIFY2_WITH_TIMEOUT(said().startsWith(u"It answers at http://") ||
                                  find<QPushButton>(u"deploy:retry"_s)->isVisible(),
                              qPrintable(said()), 180'000);
    m_bench->shoot(u"deploy-done"_s);
    QVERIFY2(said().startsWith(u"It answers at http://"), qPrintable(said()));
    QCOMPARE(m_browser.opened.size(), 1);
    QVERIFY(stateOf(u"Image todo-backend:latest"_s).startsWith(u"Loaded"));
    QCOMPARE(stateOf(u"Addon ingress"_s), u"It is enabled"_s);
    QCOMPARE(stateOf(u"Secrets"_s), u"todo-secrets: created"_s);
    QVERIFY2(page(u"/"_s).contains("<title>To do</title>"), page(u"/"_s));
    QVERIFY2(page(u"/api/tasks"_s).contains("Draw the application"), page(u"/api/tasks"_s));
    // And it is live on the same canvas.
    QCOMPARE(
        m_bench->canvas().marks().value(m_bench->named(u"Deployment"_s, u"todo-backend"_s)).text,
        u"2/2 Available"_s);
}

void MinikubeWindowTest::doesOnlyWhatIsNeeded()
{
    m_home.commands();
    m_bench->hand().click(find<QPushButton>(u"deploy:go"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_browser.opened.size(), 2, 120'000);
    QCOMPARE(stateOf(u"Minikube minikube"_s), u"It runs already"_s);
    QCOMPARE(stateOf(u"Addon ingress"_s), u"It is enabled already"_s);
    QCOMPARE(stateOf(u"Image todo-backend:latest"_s), u"It is there already"_s);
    const QStringList all = m_home.commands();
    for (const QString &command : all) {
        QVERIFY2(!command.startsWith(u"start") && !command.startsWith(u"addons enable") &&
                     !command.startsWith(u"image load") && !command.startsWith(u"image tag"),
                 qPrintable(command));
    }
    QVERIFY(!all.isEmpty());
}

/// Tags of contents and Helm's own labels are no differences.
void MinikubeWindowTest::comparesWithWhatItBrought()
{
    m_bench->hand().key(u"ctrl+shift+d"_s);
    auto *message = find<QLabel>(u"difference:message"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(message->text().startsWith(u"A release of Helm"),
                              qPrintable(message->text()), 60'000);
    m_bench->shoot(u"deploy-compared"_s);
    for (const char *name : {"todo-backend", "todo-frontend"})
        QCOMPARE(m_bench->canvas()
                     .marks()
                     .value(m_bench->named(u"Deployment"_s, QLatin1String(name)))
                     .text,
                 u"as in the cluster"_s);
    m_bench->hand().key(u"ctrl+shift+h"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_browser.opened.size(), 3, 120'000);
}

void MinikubeWindowTest::asksAboutErrors()
{
    const ResourceId backend = m_bench->named(u"Deployment"_s, u"todo-backend"_s);
    const Path memory(u"spec.template.spec.containers[backend].resources.requests.memory"_s);
    m_bench->document().push(
        setField(m_bench->topology(), m_bench->document().refs(), backend, memory, u"1Mi"_s));
    QTRY_VERIFY(!m_bench->document().isChecking());
    MessageBox::takeTexts();
    MessageBox::setNextAnswer(u"cancel"_s);
    m_bench->hand().click(find<QPushButton>(u"deploy:go"_s));
    QStringList asked;
    QTRY_VERIFY(!(asked += MessageBox::takeTexts()).isEmpty());
    QVERIFY2(asked.join(u' ').contains(u"has 1 error"), qPrintable(asked.join(u' ')));
    QVERIFY(find<QPushButton>(u"deploy:go"_s)->isEnabled());
    m_bench->hand().key(u"ctrl+z"_s);
    QTRY_VERIFY(at(m_bench->topology().find(backend)->fields, memory).scalarText() != u"1Mi");
}

void MinikubeWindowTest::aFieldOfSomebodyElse()
{
    m_home.kubectl({u"scale"_s, u"deployment"_s, u"todo-backend"_s, u"--replicas=3"_s});
    m_bench->hand().click(find<QPushButton>(u"deploy:go"_s));
    QTRY_VERIFY2_WITH_TIMEOUT(
        said().contains(u".spec.replicas of Deployment todo-backend was set by kubectl"),
        qPrintable(said()), 120'000);
    m_bench->shoot(u"deploy-field"_s);
    m_bench->hand().click(find<QPushButton>(u"deploy:take"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_browser.opened.size(), 4, 120'000);
    QCOMPARE(m_home.kubectl({u"get"_s, u"deployment"_s, u"todo-backend"_s, u"-o"_s,
                             u"jsonpath={.spec.replicas}"_s}),
             QByteArray("2"));
    QVERIFY(!find<QPushButton>(u"deploy:take"_s)->isVisible());
}

/// No name of this machine is changed: there is a line to copy, or the drawing goes without.
void MinikubeWindowTest::aHostThatLeadsNowhere()
{
    const ResourceId ingress = m_bench->named(u"Ingress"_s, u"todo-ingress"_s);
    m_bench->document().push(setField(m_bench->topology(), m_bench->document().refs(), ingress,
                                      Path(u"spec.rules[#0].host"_s), u"todo.invalid"_s));
    m_bench->hand().click(find<QPushButton>(u"deploy:go"_s));
    QTRY_VERIFY2_WITH_TIMEOUT(said().contains(u"todo.invalid"), qPrintable(said()), 120'000);
    QCOMPARE(m_browser.opened.size(), 4); // as before
    m_bench->shoot(u"deploy-host"_s);
    m_bench->hand().click(find<QPushButton>(u"deploy:copy"_s));
    const QString ip = QString::fromUtf8(m_home.minikube({u"ip"_s})).trimmed();
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), ip + u" todo.invalid"_s);
    m_bench->hand().click(find<QPushButton>(u"deploy:noHost"_s));
    QTRY_VERIFY(at(m_bench->topology().find(ingress)->fields, Path(u"spec.rules[#0].host"_s))
                    .scalarText()
                    .isEmpty());
    m_bench->hand().click(find<QPushButton>(u"deploy:go"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_browser.opened.size(), 5, 120'000);
}

/// As after a power cut: what was begun is said when the project is opened again.
void MinikubeWindowTest::cutOffIsRemembered()
{
    m_bench->save(m_bench->folder(u"todo"_s));
    QVERIFY_BENCH(*m_bench);
    const QString file = m_bench->document().filePath();
    Settings().setDeploying(file, true);
    QVERIFY(m_bench->window().openPath(file));
    QTRY_VERIFY2(said().startsWith(u"The last deploy was cut off"), qPrintable(said()));
    m_bench->hand().click(find<QPushButton>(u"deploy:retry"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_browser.opened.size(), 6, 120'000);
    QVERIFY(!Settings().isDeploying(file));
}

void MinikubeWindowTest::cancelled()
{
    m_home.minikube({u"delete"_s});
    qputenv("CHARTWRIGHT_MINIKUBE_FAULT", "start=slow");
    m_bench->hand().click(find<QPushButton>(u"deploy:go"_s));
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(u"Minikube minikube"_s).contains(u"driver"), 30'000);
    m_bench->hand().click(find<QPushButton>(u"deploy:cancel"_s));
    QTRY_VERIFY_WITH_TIMEOUT(said().startsWith(u"Cancelled"), 5'000);
    QCOMPARE(stateOf(u"Minikube minikube"_s), u"Stopped"_s);
    qunsetenv("CHARTWRIGHT_MINIKUBE_FAULT");
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"deploy:go"_s)->isEnabled(), 5'000);
    m_bench->document().undoStack()->setClean();
}

CHARTWRIGHT_TEST(MinikubeWindowTest)
#include "test_minikube_window.moc"
