// SPDX-License-Identifier: Apache-2.0
#include "app/theme.h"
#include "gui/workbench.h"
#include "panels/deploy_panel.h"
#include "support/test_case.h"

#include <QDockWidget>
#include <QLabel>
#include <QPushButton>
#include <QScopeGuard>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

using Work = DeployStep::Work;
using State = DeployStep::State;
using Remedy = DeployPanel::Remedy;

DeployStep step(Work work, const QString &name, State state, const QString &doing = {},
                qint64 milliseconds = 0)
{
    DeployStep out;
    out.work = work;
    out.name = name;
    out.state = state;
    out.doing = doing;
    out.milliseconds = milliseconds;
    return out;
}

QList<DeployStep> stepsAt(int current, State state, const QString &doing)
{
    const QList<std::pair<Work, QString>> all{
        {Work::Check, {}},
        {Work::Start, u"minikube"_s},
        {Work::Addon, u"ingress"_s},
        {Work::Image, u"registry.example.com:5000/team/todo-backend:latest"_s},
        {Work::Namespace, u"default"_s},
        {Work::Secrets, {}},
        {Work::Release, u"todo"_s},
        {Work::Restarts, {}},
        {Work::Ready, {}},
        {Work::Answer, {}},
        {Work::Open, {}}};
    QList<DeployStep> out;
    for (int i = 0; i < all.size(); ++i) {
        if (i < current)
            out.append(step(all[i].first, all[i].second, State::Done, u"It is so"_s,
                            qint64(1200) * (i + 1)));
        else if (i == current)
            out.append(step(all[i].first, all[i].second, state, doing, 4000));
        else
            out.append(step(all[i].first, all[i].second, State::Waiting));
    }
    return out;
}

const QString Trouble = u"Docker is not running (docker version --format {{.Server.Os}}: cannot "
                        "connect to the Docker daemon). Start Docker Desktop, or: sudo systemctl "
                        "start docker. Or take another driver."_s;
const QString Hosts = u"It answers, but the name todo.staging.example.com does not lead there from "
                      "here. Add this line to the hosts file, or empty the Ingress's host: "
                      "192.168.49.2 todo.staging.example.com"_s;

} // namespace

// The Deploy panel in a small window, in each of its states: nothing of it is cut off.
class DeployLookTest : public TestCase
{
    Q_OBJECT

private slots:
    void nothingIsCut_data();
    void nothingIsCut();
};

void DeployLookTest::nothingIsCut_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<bool>("isDark");
    for (const char *state : {"before", "running", "failed", "field", "host", "done", "copy"}) {
        QTest::addRow("%s", state) << QString::fromLatin1(state) << false;
        QTest::addRow("%s-dark", state) << QString::fromLatin1(state) << true;
    }
}

void DeployLookTest::nothingIsCut()
{
    QFETCH(const QString, state);
    QFETCH(const bool, isDark);
    Workbench bench({1280, 800});
    applyTheme(isDark ? Settings::Theme::Dark : Settings::Theme::Light);
    const auto back = qScopeGuard([] { applyTheme(Settings::Theme::Light); });
    bench.openTodo();
    QVERIFY_BENCH(bench);
    bench.window().findChild<QDockWidget *>(u"dock:deploy"_s)->raise();
    auto *panel = bench.window().findChild<DeployPanel *>(u"deploy"_s);
    QTRY_VERIFY(panel->isVisible());
    panel->setTarget(u"minikube / default"_s, true);
    if (state == u"before") {
        panel->setSteps(stepsAt(-1, State::Waiting, {}));
    } else if (state == u"running") {
        panel->setRunning(true);
        QList<DeployStep> steps = stepsAt(3, State::Running, u"Building with podman"_s);
        steps[3].fraction = 0.4;
        steps[3].output = QStringList(60, u"STEP 3/7: COPY --chmod=0755 server /usr/local/bin"_s);
        panel->setSteps(steps);
        panel->setStep(3, steps[3]);
    } else if (state == u"failed") {
        panel->setSteps(stepsAt(1, State::Failed, u"Docker is not running"_s));
        panel->setMessage(Trouble, true, {Remedy::Retry, Remedy::Skip});
    } else if (state == u"field") {
        panel->setSteps(stepsAt(6, State::Failed, u"spec.replicas was set by kubectl"_s));
        panel->setMessage(Trouble, true, {Remedy::Compare, Remedy::Adopt, Remedy::Take});
    } else {
        const bool isHost = state == u"host";
        panel->setSteps(stepsAt(11, State::Done, {}));
        panel->setAddress(isHost ? u"http://todo.staging.example.com/"_s
                                 : u"http://127.0.0.1:43211/"_s);
        panel->setMessage(isHost ? Hosts : u"It answers at http://127.0.0.1:43211/."_s, false);
        if (isHost)
            panel->setHostsLine(u"192.168.49.2 todo.staging.example.com"_s);
        panel->offerCopy(state == u"copy");
    }
    bench.shoot(u"deploy-look-"_s + QLatin1String(QTest::currentDataTag()));
    QVERIFY_BENCH(bench);
    for (const QWidget *widget : panel->findChildren<QWidget *>()) {
        if (!widget->isVisible() ||
            (!qobject_cast<const QPushButton *>(widget) && !qobject_cast<const QLabel *>(widget)))
            continue;
        const QRect there(widget->mapTo(panel, QPoint()), widget->size());
        const QSize wanted = widget->hasHeightForWidth()
                                 ? QSize(0, widget->heightForWidth(widget->width()))
                                 : widget->sizeHint();
        const QString what = u"%1 has %2×%3, and needs %4×%5"_s.arg(widget->objectName())
                                 .arg(there.width())
                                 .arg(there.height())
                                 .arg(wanted.width())
                                 .arg(wanted.height());
        QVERIFY2(panel->rect().contains(there) && there.width() >= wanted.width() &&
                     there.height() >= wanted.height(),
                 qPrintable(what));
    }
}

CHARTWRIGHT_TEST(DeployLookTest)
#include "test_deploy_look.moc"
