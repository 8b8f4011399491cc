// SPDX-License-Identifier: Apache-2.0
#include "app/message_box.h"
#include "minikube/minikube_window_case.h"
#include "model/edits.h"
#include "support/helm.h"

#include <QClipboard>
#include <QDockWidget>
#include <QGuiApplication>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QTreeWidget>
#include <QUndoStack>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// The button: from a click on the starter, saved nowhere yet, to the page of the application. Its
// functions build on each other.
class MinikubeWindowTest : public MinikubeWindowCase
{
    Q_OBJECT

private slots:
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
    void cancelledAtEachStep();
    void inAnotherSession();
};

void MinikubeWindowTest::showsItsStepsBefore()
{
    find<QDockWidget>(u"dock:deploy"_s)->raise();
    QTRY_VERIFY(find<QTreeWidget>(u"deploy:list"_s)->isVisible());
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
    commands();
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
    commands();
    m_bench->hand().click(find<QPushButton>(u"deploy:go"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_browser.opened.size(), 2, 120'000);
    QCOMPARE(stateOf(u"Minikube minikube"_s), u"It runs already"_s);
    QCOMPARE(stateOf(u"Addon ingress"_s), u"It is enabled already"_s);
    QVERIFY(stateOf(u"Image todo-backend:latest"_s).startsWith(u"It is there already, "));
    const QStringList all = commands();
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
    kubectl({u"scale"_s, u"deployment"_s, u"todo-backend"_s, u"--replicas=3"_s});
    m_bench->hand().click(find<QPushButton>(u"deploy:go"_s));
    QTRY_VERIFY2_WITH_TIMEOUT(
        said().contains(u"spec.replicas of Deployment todo-backend was set by kubectl: it is 3"),
        qPrintable(said()), 120'000);
    m_bench->shoot(u"deploy-field"_s);
    m_bench->hand().click(find<QPushButton>(u"deploy:compare"_s));
    auto *list = find<QTreeWidget>(u"difference:list"_s);
    QTRY_VERIFY(list->isVisible());
    const auto replicas =
        list->findItems(u"spec.replicas"_s, Qt::MatchExactly | Qt::MatchRecursive);
    QVERIFY(!replicas.isEmpty());
    list->setCurrentItem(replicas.first());
    m_bench->shoot(u"deploy-field-compared"_s);
    QVERIFY(find<QPushButton>(u"difference:adopt"_s)->isVisible());
    for (const QString &button : {u"difference:take"_s, u"difference:keep"_s})
        QVERIFY(!find<QPushButton>(button)->isVisible()); // Deploy itself asks
    find<QDockWidget>(u"dock:deploy"_s)->raise();
    QTRY_VERIFY(find<QPushButton>(u"deploy:take"_s)->isVisible());
    m_bench->hand().click(find<QPushButton>(u"deploy:take"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_browser.opened.size(), 4, 120'000);
    QCOMPARE(kubectl({u"get"_s, u"deployment"_s, u"todo-backend"_s, u"-o"_s,
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
    const QString ip = QString::fromUtf8(minikube({u"ip"_s})).trimmed();
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
    minikube({u"delete"_s});
    qputenv("CHARTWRIGHT_MINIKUBE_FAULT", "start=slow");
    m_bench->hand().click(find<QPushButton>(u"deploy:go"_s));
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(u"Minikube minikube"_s).contains(u"driver"), 30'000);
    m_bench->hand().click(find<QPushButton>(u"deploy:cancel"_s));
    QTRY_VERIFY_WITH_TIMEOUT(said().startsWith(u"Cancelled"), 5'000);
    QCOMPARE(stateOf(u"Minikube minikube"_s), u"Stopped"_s);
    qunsetenv("CHARTWRIGHT_MINIKUBE_FAULT");
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"deploy:go"_s)->isEnabled(), 5'000);
}

/// With nothing there yet: wherever it is cancelled, the next click goes on from there.
void MinikubeWindowTest::cancelledAtEachStep()
{
    minikube({u"delete"_s});
    auto *go = find<QPushButton>(u"deploy:go"_s);
    const qsizetype opened = m_browser.opened.size();
    for (const QString &step :
         {u"Minikube minikube"_s, u"Addon ingress"_s, u"Image todo-frontend:latest"_s, u"Secrets"_s,
          u"Release todo"_s, u"Wait for the pods"_s, u"Ask for the page"_s}) {
        bool isCut = false;
        const auto cut = connect(
            find<QTreeWidget>(u"deploy:list"_s), &QTreeWidget::itemChanged, this,
            [&](const QTreeWidgetItem *row) {
                if (isCut || go->isEnabled() || row->text(0) != step || row->text(1).isEmpty())
                    return;
                isCut = true;
                QMetaObject::invokeMethod(find<QPushButton>(u"deploy:cancel"_s),
                                          &QPushButton::click, Qt::QueuedConnection);
            });
        m_bench->hand().click(go);
        QTRY_VERIFY2_WITH_TIMEOUT(isCut && go->isEnabled(), qPrintable(step + said()), 120'000);
        disconnect(cut);
        QVERIFY2(said().startsWith(u"Cancelled"), qPrintable(step + u": "_s + said()));
    }
    QCOMPARE(m_browser.opened.size(), opened);
    m_bench->hand().click(go);
    QTRY_COMPARE_WITH_TIMEOUT(m_browser.opened.size(), opened + 1, 120'000);
    QVERIFY2(page(u"/api/tasks"_s).contains("Draw the application"), page(u"/api/tasks"_s));
    m_bench->document().undoStack()->setClean();
}

/// What was kept for a session only is gone with it: it is asked for where the cluster lacks it.
void MinikubeWindowTest::inAnotherSession()
{
    m_bench->save(m_bench->folder(u"todo"_s));
    QVERIFY_BENCH(*m_bench);
    const QString kept = m_home.path(u"kept"_s); // the bench's own folder goes with it
    QCOMPARE(QProcess::execute(u"cp"_s, {u"-r"_s, m_bench->folder(u"todo"_s), kept}), 0);
    const QString file = kept + u"/topology.yaml"_s;
    const auto deployAnew = [&] {
        m_bench.reset();
        m_bench = std::make_unique<Workbench>();
        Settings().setHelmPath(Helm::four().program());
        QVERIFY(m_bench->window().openPath(file));
        QTRY_VERIFY(!m_bench->document().isChecking());
        m_bench->hand().key(u"ctrl+shift+h"_s);
    };
    const qsizetype opened = m_browser.opened.size();
    deployAnew();
    QTRY_VERIFY2_WITH_TIMEOUT(m_browser.opened.size() == opened + 1, qPrintable(said()), 120'000);
    QCOMPARE(stateOf(u"Secrets"_s), u"todo-secrets: as it was"_s);
    kubectl({u"delete"_s, u"secret"_s, u"todo-secrets"_s});
    deployAnew();
    answerMissingValues();
    QTRY_VERIFY2_WITH_TIMEOUT(m_browser.opened.size() == opened + 2, qPrintable(said()), 120'000);
    QCOMPARE(stateOf(u"Secrets"_s), u"todo-secrets: created"_s);
    m_bench->document().undoStack()->setClean();
}

CHARTWRIGHT_TEST(MinikubeWindowTest)
#include "test_minikube_window.moc"
