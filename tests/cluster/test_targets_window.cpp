// SPDX-License-Identifier: Apache-2.0
#include "app/production_frame.h"
#include "cluster/config_window.h"
#include "cluster/plain_text.h"
#include "model/edits.h"
#include "tree/yaml.h"

#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <sys/stat.h>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

const QString Html = u"<b>x</b> & \"y\""_s, Ansi = u"\x1b[31mred\x1b[0m"_s,
              Turned = u"\u202enimda"_s, Long = QString(2500, u'a') + QString(2500, u'z'),
              Lines = u"two\nlines"_s;

Value otherUser(const QString &file)
{
    QFile in(file);
    const auto read = in.open(QIODevice::ReadOnly) ? readYaml(in.readAll(), file) : Value();
    return read ? (*read)[u"users"].list().value(0)[u"user"] : Value();
}

} // namespace

// Choosing where the drawing goes to, with kubeconfigs of all sorts.
class TargetsWindowTest : public ConfigWindow
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { tearDown(); }
    void eachTellsHowItIs();
    void namesAreShownAsTheyAre();
    void eachHasItsNamespace();
    void aNamespaceThatIsNotThere();
    void productionAsksForWhatItShows();
    void followsTheKubeconfig();
    void brokenKubeconfigs_data();
    void brokenKubeconfigs();
    void contextsThatCannotBeUsed();
    void allIsWellAgain();

private:
    Contexts contexts() const;
    QString files() { return targets()->findChild<QLabel *>(u"files"_s)->text(); }
};

TargetsWindowTest::Contexts TargetsWindowTest::contexts() const
{
    Map nobody = adminCluster().map(), stranger = nobody;
    nobody.set(u"server"_s, u"https://127.0.0.1:1"_s);
    // A certificate that has signed nothing.
    stranger.set(u"certificate-authority-data"_s, adminUser()[u"client-certificate-data"]);
    Contexts out{
        {u"admin"_s, adminCluster(), adminUser(), m_namespace ? m_namespace->name() : u"default"_s},
        {u"team"_s, adminCluster(), otherUser(cluster().namespaceConfig()), u"team-a"_s},
        {u"nobody"_s, nobody, adminUser()},
        {u"stranger"_s, stranger, adminUser()}};
    for (const QString &name : {Html, Ansi, Turned, Long, Lines})
        out.append({name, adminCluster(), adminUser()});
    return out;
}

void TargetsWindowTest::initTestCase()
{
    setUp(u"targets"_s, contexts());
    write(contexts()); // now with the namespace
}

void TargetsWindowTest::eachTellsHowItIs()
{
    QVERIFY(targets());
    QTRY_VERIFY2_WITH_TIMEOUT(stateOf(u"admin"_s).startsWith(u"Ready, v1."),
                              qPrintable(stateOf(u"admin"_s)), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(u"team"_s).startsWith(u"Ready, v1."), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"nobody"_s), u"Not reachable"_s, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"stranger"_s), u"Not reachable"_s, 20'000);
    pick(u"nobody"_s);
    QVERIFY2(note().contains(u"127.0.0.1") && note().contains(u"cannot be reached"),
             qPrintable(note()));
    shoot(u"targets-unreachable"_s);
    pick(u"stranger"_s);
    QVERIFY2(note().contains(u"certificate"), qPrintable(note()));
    pick(u"team"_s);
    QCOMPARE(note(), QString());
    QCOMPARE(targets()->findChild<QComboBox *>(u"ns"_s)->count(), 0); // it may not list them
    pick(u"admin"_s);
    QCOMPARE(note(), QString());
    QTRY_VERIFY(targets()->findChild<QComboBox *>(u"ns"_s)->findText(u"kube-system"_s) >= 0);
    shoot(u"targets"_s);
}

void TargetsWindowTest::namesAreShownAsTheyAre()
{
    QVERIFY(targets());
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(Lines).startsWith(u"Ready"), 20'000);
    QCOMPARE(target(Html)->text(0), Html);
    QCOMPARE(target(Ansi)->text(0), u"\\u001b[31mred\\u001b[0m"_s);
    QCOMPARE(target(Turned)->text(0), u"\\u202enimda"_s);
    QCOMPARE(target(Lines)->text(0), u"two\\nlines"_s);
    QVERIFY(target(Long)->text(0).size() < 300 && target(Long)->text(0).startsWith(u"aaa") &&
            target(Long)->text(0).endsWith(u"zzz"));
    // All rows are as high as one line.
    auto *list = target(Html)->treeWidget();
    QCOMPARE(list->visualItemRect(target(Lines)).height(),
             list->visualItemRect(target(u"admin"_s)).height());
    pick(Long);
    shoot(u"targets-names"_s);
    for (const QString &name : {Html, Ansi, Turned, Long, Lines}) {
        use(name);
        auto *button = find<QToolButton>(u"difference:target"_s);
        // A single & would be an underline.
        QCOMPARE(QString(button->text()).replace(u"&&"_s, u"&"_s).section(u" / "_s, 0, 0),
                 shownName(name));
        QVERIFY(m_bench->window().width() <= 1600);
    }
    use(u"admin"_s);
}

/// Where the drawing does not say where its release goes to.
void TargetsWindowTest::eachHasItsNamespace()
{
    const ResourceId release = m_bench->named(u"Release"_s, u"todo"_s);
    m_bench->document().push(
        removeResources(m_bench->topology(), m_bench->document().refs(), {release}));
    QVERIFY(targets());
    auto *ns = targets()->findChild<QComboBox *>(u"ns"_s);
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(u"team"_s).startsWith(u"Ready"), 20'000);
    pick(u"admin"_s);
    QCOMPARE(ns->currentText(), m_namespace->name());
    pick(u"team"_s);
    QCOMPARE(ns->currentText(), u"team-a"_s);
    pick(u"nobody"_s);
    QCOMPARE(ns->currentText(), u"default"_s);
    use(u"team"_s);
    QCOMPARE(find<QToolButton>(u"difference:target"_s)->text(), u"team / team-a"_s);
    m_bench->hand().key(u"ctrl+z"_s); // it follows the drawing again
    QTRY_COMPARE(find<QToolButton>(u"difference:target"_s)->text(), u"team / default"_s);
    use(u"admin"_s);
}

void TargetsWindowTest::aNamespaceThatIsNotThere()
{
    const QString fresh = m_namespace->name() + u"-fresh"_s;
    QVERIFY(targets());
    pick(u"admin"_s);
    QTRY_VERIFY(targets()->findChild<QComboBox *>(u"ns"_s)->count() > 0);
    auto *ns = targets()->findChild<QComboBox *>(u"ns"_s);
    auto *hint = targets()->findChild<QLabel *>(u"nsNote"_s);
    auto *go = targets()->findChild<QPushButton *>(u"use"_s);
    const auto type = [&](const QString &text) {
        m_bench->hand().click(ns->lineEdit());
        m_bench->hand().key(u"ctrl+a"_s);
        m_bench->hand().type(text);
        QTRY_COMPARE(ns->currentText(), text);
    };
    type(u"Not A Name"_s);
    QVERIFY(!go->isEnabled());
    QVERIFY2(hint->text().contains(u"Small letters"), qPrintable(hint->text()));
    shoot(u"targets-bad-namespace"_s);
    type(fresh);
    QVERIFY(go->isEnabled());
    QVERIFY2(hint->text().contains(u"not there yet"), qPrintable(hint->text()));
    press(targets(), u"use"_s);
    QTRY_VERIFY(!find<QWidget>(u"TargetsDialog"_s));
    m_bench->hand().key(u"ctrl+shift+d"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(message().contains(u"The namespace %1 is not there yet"_s.arg(fresh)),
                              qPrintable(message()), 30'000);
    QCOMPARE(row(u"ConfigMap todo-config"_s)->text(1), u"new"_s);
    QCOMPARE(mark(u"ConfigMap"_s, u"todo-config"_s), u"new"_s);
    // Nothing that a comparison asks makes it.
    QVERIFY(cluster().object(u"namespace"_s, fresh, u"default"_s).isNull());
    shoot(u"targets-new-namespace"_s);
}

void TargetsWindowTest::productionAsksForWhatItShows()
{
    const auto frame = [&] { return m_bench->window().findChild<ProductionFrame *>(); };
    QVERIFY(!frame()->isMarked());
    QVERIFY(targets());
    pick(Turned);
    press(targets(), u"production"_s);
    press(targets(), u"connect"_s); // what is ticked stays so
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(Turned).startsWith(u"Ready"), 20'000);
    press(targets(), u"use"_s);
    QTRY_VERIFY(frame()->isMarked());
    QWidget *question = m_bench->askToApply();
    QVERIFY(question);
    auto *go = question->findChild<QPushButton *>(u"go"_s);
    QVERIFY(!go->isEnabled());
    shoot(u"targets-production"_s);
    m_bench->hand().click(question->findChild<QLineEdit *>(u"confirm"_s));
    m_bench->hand().type(u"nimda"_s);
    QVERIFY(!go->isEnabled());
    m_bench->hand().key(u"ctrl+a"_s);
    m_bench->hand().type(u"\\u202enimda"_s);
    QTRY_VERIFY(go->isEnabled());
    m_bench->hand().key(u"Escape"_s);
    QTRY_VERIFY(!find<QWidget>(u"ApplyDialog"_s));
    use(u"admin"_s);
    QVERIFY(!frame()->isMarked()); // it is that one's mark
    QVERIFY(targets());
    pick(Turned);
    press(targets(), u"production"_s);
    press(targets(), u"use"_s);
    QTRY_VERIFY(!frame()->isMarked());
    use(u"admin"_s);
}

void TargetsWindowTest::followsTheKubeconfig()
{
    QVERIFY(targets());
    pick(u"team"_s);
    Contexts now = contexts();
    now.append({u"late"_s, adminCluster(), adminUser()});
    write(now);
    QTRY_VERIFY_WITH_TIMEOUT(target(u"late"_s), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(u"late"_s).startsWith(u"Ready"), 20'000);
    // Who was looked at still is.
    QCOMPARE(target(u"team"_s)->treeWidget()->currentItem(), target(u"team"_s));
    now.removeIf([](const ConfigContext &c) { return c.name == u"team"; });
    write(now);
    QTRY_VERIFY_WITH_TIMEOUT(!target(u"team"_s), 20'000);
    QCOMPARE(target(u"admin"_s)->treeWidget()->currentItem(), target(u"admin"_s));
    QFile::remove(config());
    QTRY_VERIFY2_WITH_TIMEOUT(files().contains(u"There is no kubeconfig"), qPrintable(files()),
                              20'000);
    QVERIFY(!targets()->findChild<QPushButton *>(u"use"_s)->isEnabled());
    shoot(u"targets-none"_s);
    write(contexts());
    QTRY_VERIFY_WITH_TIMEOUT(target(u"team"_s), 20'000);
}

void TargetsWindowTest::brokenKubeconfigs_data()
{
    QTest::addColumn<QByteArray>("text"); // null: see where it is made
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const QByteArray &text, const QString &words) {
        QTest::newRow(name) << text << words;
    };
    row("no YAML", "contexts: [{name: x", u"config:"_s);
    row("not a map", "just words", u"has to be a map"_s);
    row("alias that holds itself", "contexts: &a [*a]\n", u"anchors"_s);
    row("many aliases",
        "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\ncontexts: [*c, *c]\n",
        u"anchors"_s);
    row("50 MB", QByteArray(50ll * 1024 * 1024, '#'), u"larger than"_s);
    row("HTML", "contexts: <b>bold</b>\n", u"contexts"_s);
    row("a folder", {}, u"this is not a file"_s);
    row("a pipe", {}, u"this is not a file"_s);
    row("a file that cannot be read", {}, u"cannot be read"_s);
}

void TargetsWindowTest::brokenKubeconfigs()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, words);
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    QVERIFY(targets());
    if (text.isNull())
        QFile::remove(config());
    if (tag == u"a folder")
        QVERIFY(QDir().mkdir(config()));
    else if (tag == u"a pipe")
        QCOMPARE(::mkfifo(config().toLocal8Bit().constData(), 0600), 0);
    else if (tag == u"a file that cannot be read") // as root one may read all others
        QVERIFY(QFile::link(u"/proc/self/mem"_s, config()));
    else
        write(text);
    QTRY_VERIFY2_WITH_TIMEOUT(files().contains(words), qPrintable(files()), 20'000);
    QVERIFY2(files().contains(config()), qPrintable(files()));
    QVERIFY(!targets()->findChild<QPushButton *>(u"use"_s)->isEnabled());
    if (tag == u"no YAML")
        shoot(u"targets-broken"_s);
    // Mended, it is taken at once.
    QDir().rmdir(config());
    QFile::remove(config());
    write(contexts());
    QTRY_VERIFY_WITH_TIMEOUT(target(u"admin"_s), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(u"admin"_s).startsWith(u"Ready"), 20'000);
}

void TargetsWindowTest::contextsThatCannotBeUsed()
{
    QVERIFY(targets());
    write("apiVersion: v1\nkind: Config\ncurrent-context: homeless\n"
          "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]\nusers: []\n"
          "contexts: [{name: homeless, context: {cluster: none, user: none}},"
          " {name: userless, context: {cluster: c, user: '<i>nobody</i>'}}]\n");
    QTRY_VERIFY2_WITH_TIMEOUT(target(u"userless"_s), qPrintable(files()), 20'000);
    QCOMPARE(stateOf(u"homeless"_s), u"Cannot be used"_s);
    QCOMPARE(stateOf(u"userless"_s), u"Cannot be used"_s);
    pick(u"userless"_s);
    QVERIFY2(note().contains(u"<i>nobody</i>"), qPrintable(note()));
    QVERIFY(!targets()->findChild<QPushButton *>(u"use"_s)->isEnabled());
    shoot(u"targets-unusable"_s);
    pick(u"homeless"_s);
    QVERIFY2(note().contains(u"none"), qPrintable(note()));
    // With the dialog closed, too, it is told and nothing is done.
    m_bench->hand().key(u"Escape"_s);
    QTRY_VERIFY(!find<QWidget>(u"TargetsDialog"_s));
    QTest::ignoreMessage(QtWarningMsg, "The cluster cannot be used.");
    answerBox([this] { m_bench->hand().key(u"ctrl+shift+d"_s); }, u"close"_s,
              [this](QWidget *box, const QString &text) {
                  QVERIFY2(text.contains(u"none"), qPrintable(text));
                  const auto labels = box->findChildren<QLabel *>();
                  for (const QLabel *label : labels)
                      QVERIFY(label->text().isEmpty() || label->textFormat() == Qt::PlainText);
                  shoot(u"targets-unusable-message"_s);
              });
}

void TargetsWindowTest::allIsWellAgain()
{
    write(contexts());
    QVERIFY(targets());
    QTRY_VERIFY_WITH_TIMEOUT(target(u"admin"_s), 20'000);
    use(u"admin"_s);
    m_bench->hand().key(u"ctrl+shift+d"_s);
    QTRY_VERIFY_WITH_TIMEOUT(row(u"Deployment todo-backend"_s), 30'000);
    QVERIFY_BENCH(*m_bench);
}

CHARTWRIGHT_TEST(TargetsWindowTest)
#include "test_targets_window.moc"
