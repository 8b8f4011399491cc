// SPDX-License-Identifier: Apache-2.0
#include "cluster/config_window.h"
#include "model/edits.h"
#include "tree/yaml.h"

#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTextDocument>
#include <QTreeView>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

const QString Html = u"<b>bold</b><img src=\"file:///etc/hostname\"> & \"quoted\""_s;
const QString Hostile = Html + u" \x1b[31mred\x1b[0m \u202eback \u2066x"_s;

bool isPlain(const QString &text)
{
    return std::none_of(text.begin(), text.end(), [](QChar c) {
        const char16_t u = c.unicode();
        return (u < 0x20 && u != u'\n' && u != u'\t') || u == 0x7f ||
               (u >= 0x202a && u <= 0x202e) || (u >= 0x2066 && u <= 0x2069);
    });
}

/// As a person sees a tool tip.
QString seen(const QString &toolTip)
{
    QTextDocument document;
    if (Qt::mightBeRichText(toolTip))
        document.setHtml(toolTip);
    else
        document.setPlainText(toolTip);
    return document.toPlainText();
}

} // namespace

// Text that others put into the cluster: it is shown as it is, and does nothing.
class HostileWindowTest : public ConfigWindow
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { tearDown(); }
    void inTheDifference();
    void inWhatIsRefused();
    void inTheLivePanel();
    void inLogs();

private:
    void kubectl(const QStringList &arguments) const
    {
        cluster().kubectl(arguments + QStringList{u"-n"_s, m_namespace->name()});
    }
    void patch(const QString &object, const Value &patch, const QStringList &more = {}) const
    {
        kubectl(QStringList{u"patch"_s, object, u"-p"_s, QString::fromUtf8(writeJson(patch))} +
                more);
    }
};

void HostileWindowTest::initTestCase()
{
    setUp(u"hostile"_s, {{u"admin"_s, adminCluster(), adminUser()}});
    drawNamespace();
    QVERIFY(askToApply());
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"6 created"), 30'000);
}

void HostileWindowTest::inTheDifference()
{
    patch(u"configmap/todo-config"_s, Map{{u"data"_s, Map{{u"LOG_LEVEL"_s, Hostile}}}},
          {u"--field-manager=<i>me</i>"_s});
    compare();
    QTreeWidgetItem *level = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((level = field(u"ConfigMap todo-config"_s, u"data.LOG_LEVEL"_s)),
                             30'000);
    QVERIFY2(level->text(1).startsWith(Html + u" red back x → "_s), qPrintable(level->text(1)));
    QVERIFY2(level->text(2).contains(u"<i>me</i>"), qPrintable(level->text(2)));
    QVERIFY(isPlain(level->text(1)) && isPlain(level->text(2)));
    QVERIFY2(seen(level->toolTip(1)).startsWith(Html), qPrintable(level->toolTip(1)));
    level->treeWidget()->setCurrentItem(level);
    auto *live = find<QPlainTextEdit>(u"difference:live"_s);
    QTRY_VERIFY(live->toPlainText().contains(u"<b>bold</b><img src="));
    QVERIFY(isPlain(live->toPlainText()));
    const QString mark = this->mark(u"ConfigMap"_s, u"todo-config"_s);
    QCOMPARE(mark, u"belongs to <i>me</i>"_s);
    shoot(u"hostile-difference"_s);
}

void HostileWindowTest::inWhatIsRefused()
{
    // The server says it back.
    m_bench->select(m_bench->named(u"Deployment"_s, u"todo-backend"_s));
    const ResourcePtr backend = m_bench->topology().findByName(u"Deployment", u"todo-backend");
    m_bench->document().push(setField(m_bench->topology(), m_bench->document().refs(), backend->id,
                                      Path(u"metadata.annotations"_s),
                                      Map{{u"<b>bold</b>"_s, u"x"_s}}));
    compare();
    QTreeWidgetItem *refused = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT(
        (refused = row(u"Deployment todo-backend"_s)) && refused->text(1) == u"refused", 30'000);
    QVERIFY2(refused->text(2).contains(u"<b>bold</b>"), qPrintable(refused->text(2)));
    QVERIFY2(seen(refused->toolTip(2)).contains(u"\"<b>bold</b>\""),
             qPrintable(refused->toolTip(2)));
    shoot(u"hostile-refused"_s);
    m_bench->hand().key(u"ctrl+z"_s);
}

void HostileWindowTest::inTheLivePanel()
{
    // kubelet's words on an image that is none hold its name.
    kubectl({u"set"_s, u"image"_s, u"deployment/todo-frontend"_s, u"frontend=<b>bold</b>"_s});
    const QString file = this->file(u"event.json"_s);
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(writeJson(
        Map{{u"apiVersion"_s, u"v1"_s},
            {u"kind"_s, u"Event"_s},
            {u"metadata"_s, Map{{u"name"_s, u"hostile"_s}, {u"namespace"_s, m_namespace->name()}}},
            {u"involvedObject"_s, Map{{u"kind"_s, u"Deployment"_s},
                                      {u"name"_s, u"todo-frontend"_s},
                                      {u"namespace"_s, m_namespace->name()}}},
            {u"reason"_s, u"<u>Reason</u>"_s},
            {u"message"_s, Hostile},
            {u"type"_s, u"Warning"_s},
            {u"lastTimestamp"_s, u"2030-01-01T00:00:00Z"_s}}));
    out.close();
    kubectl({u"create"_s, u"-f"_s, file});
    m_bench->hand().key(u"ctrl+alt+3"_s);
    m_bench->select(m_bench->named(u"Deployment"_s, u"todo-frontend"_s));
    auto *events = find<QTreeWidget>(u"live:events"_s);
    const auto event = [&]() -> QTreeWidgetItem * {
        const auto rows = events->findItems(u"<u>Reason</u>"_s, Qt::MatchExactly);
        return rows.isEmpty() ? nullptr : rows.first();
    };
    QTRY_VERIFY_WITH_TIMEOUT(event(), 30'000);
    QVERIFY2(event()->text(2).startsWith(Html + u" red back x"_s), qPrintable(event()->text(2)));
    QVERIFY2(seen(event()->toolTip(2)).contains(Html), qPrintable(event()->toolTip(2)));
    auto *words = find<QLabel>(u"live:message"_s);
    QTRY_VERIFY_WITH_TIMEOUT(words->text().contains(u"<b>bold</b>"), 60'000);
    QCOMPARE(words->textFormat(), Qt::PlainText);
    QCOMPARE(find<QLabel>(u"live:title"_s)->textFormat(), Qt::PlainText);
    auto *pods = find<QTreeView>(u"live:pods"_s);
    const auto tip = [&](QStringView word) {
        for (int i = 0; i < pods->model()->rowCount(); ++i) {
            const QModelIndex state = pods->model()->index(i, 1);
            if (state.data().toString() == word)
                return seen(state.data(Qt::ToolTipRole).toString());
        }
        return QString();
    };
    QTRY_VERIFY2_WITH_TIMEOUT(tip(u"InvalidImageName").contains(u"\"<b>bold</b>\""),
                              qPrintable(tip(u"InvalidImageName")), 60'000); // as kubelet quotes it
    shoot(u"hostile-live"_s);
    // Nor is what only has quotation marks shown as if it were HTML.
    m_bench->select(m_bench->named(u"Deployment"_s, u"todo-backend"_s));
    QTRY_VERIFY2_WITH_TIMEOUT(tip(u"CreateContainerConfigError").contains(u"\"todo-secrets\""),
                              qPrintable(tip(u"CreateContainerConfigError")), 60'000);
    m_bench->select(m_bench->named(u"Deployment"_s, u"todo-frontend"_s));
}

void HostileWindowTest::inLogs()
{
    const Value container = Map{
        {u"name"_s, u"frontend"_s},
        {u"image"_s, u"localhost/app:1"_s},
        {u"command"_s,
         List{
             u"/bin/sh"_s, u"-c"_s,
             u"printf '<b>bold</b> \\033[31mred\\033[0m \\342\\200\\256back\\n'; exec sleep 1000"_s}}};
    const List all{Map{{u"op"_s, u"replace"_s},
                       {u"path"_s, u"/spec/template/spec/containers"_s},
                       {u"value"_s, List{container}}},
                   Map{{u"op"_s, u"replace"_s},
                       {u"path"_s, u"/spec/template/spec/securityContext/runAsUser"_s},
                       {u"value"_s, 1000}}};
    patch(u"deployment/todo-frontend"_s, all, {u"--type=json"_s});
    QTRY_VERIFY_WITH_TIMEOUT(mark(u"Deployment"_s, u"todo-frontend"_s) == u"2/2 Available", 90'000);
    pressIn(u"live:logs"_s);
    QWidget *logs = m_bench->opened(u"logWindow"_s);
    QVERIFY(logs);
    auto *text = logs->findChild<QPlainTextEdit *>(u"log:text"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(text->toPlainText().contains(u"<b>bold</b> red back"),
                              qPrintable(text->toPlainText()), 30'000);
    QVERIFY(isPlain(text->toPlainText()));
    shoot(u"hostile-logs"_s);
    m_bench->hand().key(u"Escape"_s);
    QTRY_VERIFY(!find<QWidget>(u"logWindow"_s));
    QVERIFY_BENCH(*m_bench);
}

CHARTWRIGHT_TEST(HostileWindowTest)
#include "test_hostile_window.moc"
