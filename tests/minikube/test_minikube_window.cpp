// SPDX-License-Identifier: Apache-2.0
#include "app/message_box.h"
#include "gui/workbench.h"
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
    void cancelledAtEachStep();

private:
    template <class T> T *find(const QString &name)
    {
        return m_bench->window().findChild<T *>(name);
    }
    QString said() { return find<QLabel>(u"deploy:message"_s)->text(); }
    QString stateOf(const QString &step);
    QByteArray page(const QString &path);
    QByteArray minikube(const QStringList &arguments);
    QStringList commands();
    void answerMissingValues();

    QTemporaryDir m_home{u"/tmp/mk-XXXXXX"_s}; // its path has to be short
    Browser m_browser;
    std::unique_ptr<Workbench> m_bench;
};

void MinikubeWindowTest::initTestCase()
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

void MinikubeWindowTest::cleanupTestCase()
{
    QDesktopServices::unsetUrlHandler(u"http"_s);
    m_bench.reset();
    minikube({u"delete"_s});
}

QByteArray MinikubeWindowTest::minikube(const QStringList &arguments)
{
    QProcess process;
    process.start(m_home.filePath(u"bin/minikube"_s), arguments);
    process.waitForFinished(60'000);
    return process.readAllStandardOutput();
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
    const QString ip = QString::fromUtf8(minikube({u"ip"_s})).trimmed();
    QNetworkReply *reply = network.get(QNetworkRequest(QUrl(u"http://%1%2"_s.arg(ip, path))));
    const bool isDone = QTest::qWaitFor([reply] { return reply->isFinished(); }, 10'000);
    return isDone ? reply->readAll() : QByteArray();
}

QStringList MinikubeWindowTest::commands()
{
    QFile file(m_home.filePath(u"log"_s));
    const QByteArray all = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    file.close();
    QFile::remove(file.fileName());
    return QString::fromUtf8(all).split(u'\n', Qt::SkipEmptyParts);
}

/// There is no keychain here, so they are kept for this session.
void MinikubeWindowTest::answerMissingValues()
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
    const auto kubectl = [](const QStringList &arguments) {
        QProcess process;
        process.start(qEnvironmentVariable("CHARTWRIGHT_KUBECTL"), arguments);
        process.waitForFinished(60'000);
        return process.readAllStandardOutput();
    };
    kubectl({u"--context"_s, u"minikube"_s, u"scale"_s, u"deployment"_s, u"todo-backend"_s,
             u"--replicas=3"_s});
    m_bench->hand().click(find<QPushButton>(u"deploy:go"_s));
    QTRY_VERIFY2_WITH_TIMEOUT(
        said().contains(u"spec.replicas of Deployment todo-backend was set by kubectl: it is 3"),
        qPrintable(said()), 120'000);
    m_bench->shoot(u"deploy-field"_s);
    m_bench->hand().click(find<QPushButton>(u"deploy:take"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_browser.opened.size(), 4, 120'000);
    QCOMPARE(kubectl({u"--context"_s, u"minikube"_s, u"get"_s, u"deployment"_s, u"todo-backend"_s,
                      u"-o"_s, u"jsonpath={.spec.replicas}"_s}),
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
        const auto cut =
            connect(find<QTreeWidget>(u"deploy:list"_s), &QTreeWidget::itemChanged, this,
                    [&](const QTreeWidgetItem *row) {
                        if (isCut || row->text(0) != step || row->text(1).isEmpty())
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

CHARTWRIGHT_TEST(MinikubeWindowTest)
#include "test_minikube_window.moc"
