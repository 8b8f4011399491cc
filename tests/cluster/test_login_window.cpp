// SPDX-License-Identifier: Apache-2.0
#include "cluster/config_window.h"
#include "tree/yaml.h"

#include <QLabel>
#include <QPushButton>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// A kubeconfig that names a program to log in with: a script of the test, which leaves a mark each
// time it runs, and gives the administrator's certificate.
class LoginWindowTest : public ConfigWindow
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { tearDown(); }
    void lookingRunsNothing();
    void noRunsNothing();
    void theQuestionShowsAllOfIt();
    void yesConnects();
    void anotherProgramIsAskedForAgain_data();
    void anotherProgramIsAskedForAgain();
    void comparingAsksToo();
    void aKubeconfigThatChangesMeanwhile();

private:
    Map exec(const QStringList &arguments = {u"--cluster"_s, u"two words"_s}) const;
    void writeExec(const Map &exec);
    qsizetype runs() const;
    using Look = std::function<void(QWidget *, const QString &)>;
    void answer(const QString &button, const Look &look = {})
    {
        answerBox([this] { press(targets(), u"connect"_s); }, button, look);
    }

    Contexts m_contexts;
};

void LoginWindowTest::initTestCase()
{
    const auto decoded = [](const char *key) {
        return QString::fromUtf8(
            QByteArray::fromBase64(adminUser()[QString::fromLatin1(key)].toString().toLatin1()));
    };
    const QByteArray credential = writeJson(
        Map{{u"apiVersion"_s, u"client.authentication.k8s.io/v1"_s},
            {u"kind"_s, u"ExecCredential"_s},
            {u"status"_s, Map{{u"clientCertificateData"_s, decoded("client-certificate-data")},
                              {u"clientKeyData"_s, decoded("client-key-data")}}}});
    for (const auto &[name, text] :
         {std::pair(u"credential"_s, credential),
          std::pair(u"login"_s, "#!/bin/sh\necho \"$*\" >>'" + file(u"runs"_s).toUtf8() +
                                    "'\ncat '" + file(u"credential"_s).toUtf8() + "'\n")}) {
        QFile out(file(name));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(text);
        out.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    }
    m_contexts = {{u"admin"_s, adminCluster(), adminUser()}};
    setUp(u"login"_s, m_contexts);
    drawNamespace();
    writeExec(exec());
}

Map LoginWindowTest::exec(const QStringList &arguments) const
{
    List args;
    for (const QString &argument : arguments)
        args.append(argument);
    return Map{{u"apiVersion"_s, u"client.authentication.k8s.io/v1"_s},
               {u"command"_s, file(u"login"_s)},
               {u"args"_s, args},
               {u"interactiveMode"_s, u"Never"_s}};
}

void LoginWindowTest::writeExec(const Map &exec)
{
    m_contexts.resize(1);
    m_contexts.append({u"exec"_s, adminCluster(), Map{{u"exec"_s, exec}}});
    write(m_contexts);
}

qsizetype LoginWindowTest::runs() const
{
    QFile marks(file(u"runs"_s));
    return marks.open(QIODevice::ReadOnly) ? marks.readAll().count('\n') : 0;
}

void LoginWindowTest::lookingRunsNothing()
{
    QVERIFY(targets());
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"exec"_s), u"Asks for a login"_s, 20'000);
    // Others are asked meanwhile.
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(u"admin"_s).startsWith(u"Ready"), 20'000);
    pick(u"exec"_s);
    QVERIFY2(note().contains(u"a program that you have not allowed yet"), qPrintable(note()));
    shoot(u"login-asks"_s);
    QCOMPARE(runs(), 0);
}

void LoginWindowTest::noRunsNothing()
{
    answer(u"cancel"_s, [this](QWidget *box, const QString &text) {
        QVERIFY2(text.contains(file(u"login"_s) + u" --cluster 'two words'"_s), qPrintable(text));
        QVERIFY2(text.contains(config()), qPrintable(text));
        QCOMPARE(runs(), 0);
        // Whoever only presses Enter has not allowed it.
        QVERIFY(box->findChild<QPushButton *>(u"cancel"_s)->isDefault());
        shoot(u"login-question"_s);
    });
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"exec"_s), u"Login refused"_s, 20'000);
    QVERIFY2(note().contains(u"was not allowed to run"), qPrintable(note()));
    QVERIFY2(note().contains(u"allow it if you know it"), qPrintable(note()));
    QCOMPARE(runs(), 0);
    shoot(u"login-refused"_s);
}

/// What a hostile kubeconfig would rather hide.
void LoginWindowTest::theQuestionShowsAllOfIt()
{
    Map hostile = exec({u"a\x1b]0;hidden\x07z"_s, u"<b>bold</b>"_s, u"\u202eback"_s, u"x\ny"_s,
                        QString(3000, u' ') + u"end"_s});
    hostile.append(u"env"_s, List{Map{{u"name"_s, u"LD_PRELOAD"_s}, {u"value"_s, u"a b"_s}}});
    writeExec(hostile);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"exec"_s), u"Asks for a login"_s, 20'000);
    pick(u"exec"_s);
    answer(u"cancel"_s, [this](QWidget *box, const QString &text) {
        for (const QString &part :
             {u"LD_PRELOAD='a b' "_s, u"'a\\u001b]0;hidden\\u0007z'"_s, u"'<b>bold</b>'"_s,
              u"'\\u202eback'"_s, u"'x\\ny'"_s, u"only the beginning of"_s})
            QVERIFY2(text.contains(part), qPrintable(part + u" in "_s + text));
        const auto labels = box->findChildren<QLabel *>();
        for (const QLabel *label : labels)
            QVERIFY(label->text().isEmpty() || label->textFormat() == Qt::PlainText);
        QVERIFY(box->height() < 700);
        shoot(u"login-hostile"_s);
    });
    QCOMPARE(runs(), 0);
    writeExec(exec());
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"exec"_s), u"Asks for a login"_s, 20'000);
}

void LoginWindowTest::yesConnects()
{
    pick(u"exec"_s);
    answer(u"allow"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(stateOf(u"exec"_s).startsWith(u"Ready, v1."),
                              qPrintable(stateOf(u"exec"_s) + note()), 20'000);
    QCOMPARE(runs(), 1);
    use(u"exec"_s);
    m_bench->hand().key(u"ctrl+shift+d"_s);
    QTRY_VERIFY_WITH_TIMEOUT(row(u"Deployment todo-backend"_s), 30'000);
    QCOMPARE(runs(), 1); // what it gave is kept
    // It is remembered: opened again, nothing is asked.
    QVERIFY(targets());
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(u"exec"_s).startsWith(u"Ready"), 20'000);
    QVERIFY(!find<QWidget>(u"messageBox"_s));
}

void LoginWindowTest::anotherProgramIsAskedForAgain_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"arguments", "variables", "program"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void LoginWindowTest::anotherProgramIsAskedForAgain()
{
    QFETCH(QString, what);
    const qsizetype before = runs();
    Map other = exec();
    if (what == u"arguments")
        other = exec({u"--other"_s});
    else if (what == u"variables")
        other.append(u"env"_s, List{Map{{u"name"_s, u"A"_s}, {u"value"_s, u"b"_s}}});
    else {
        QVERIFY(QFile::copy(file(u"login"_s), file(u"login-2"_s)));
        other.set(u"command"_s, file(u"login-2"_s));
    }
    QVERIFY(targets());
    writeExec(other);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"exec"_s), u"Asks for a login"_s, 20'000);
    QCOMPARE(runs(), before);
    // As it was, it is still allowed.
    writeExec(exec());
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(u"exec"_s).startsWith(u"Ready"), 20'000);
}

void LoginWindowTest::comparingAsksToo()
{
    writeExec(exec({u"--from-the-panel"_s}));
    QVERIFY(targets());
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"exec"_s), u"Asks for a login"_s, 20'000);
    use(u"exec"_s);
    const qsizetype before = runs();
    const auto byKey = [this] { m_bench->hand().key(u"ctrl+shift+d"_s); };
    answerBox(byKey, u"cancel"_s, [](QWidget *, const QString &text) {
        QVERIFY2(text.contains(u"--from-the-panel"), qPrintable(text));
    });
    QTRY_VERIFY2_WITH_TIMEOUT(message().contains(u"was not allowed to run"), qPrintable(message()),
                              20'000);
    QCOMPARE(runs(), before);
    answerBox(byKey, u"allow"_s); // asks again
    QTRY_VERIFY_WITH_TIMEOUT(row(u"Deployment todo-backend"_s), 30'000);
    QCOMPARE(runs(), before + 1);
}

/// The answer is to a question that nobody asks any more.
void LoginWindowTest::aKubeconfigThatChangesMeanwhile()
{
    const qsizetype before = runs();
    QVERIFY(targets());
    writeExec(exec({u"--first"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"exec"_s), u"Asks for a login"_s, 20'000);
    pick(u"exec"_s);
    answer(u"allow"_s, [this](QWidget *, const QString &text) {
        QVERIFY(text.contains(u"--first"));
        const QPersistentModelIndex old =
            targets()->findChild<QTreeWidget *>(u"list"_s)->currentIndex();
        writeExec(exec({u"--second"_s}));
        QTRY_VERIFY_WITH_TIMEOUT(!old.isValid(), 20'000); // the change was seen
    });
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"exec"_s), u"Asks for a login"_s, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(u"admin"_s).startsWith(u"Ready"), 20'000);
    QCOMPARE(runs(), before);
    QCOMPARE(stateOf(u"exec"_s), u"Asks for a login"_s);
    m_bench->hand().key(u"Escape"_s);
    QTRY_VERIFY(!find<QWidget>(u"TargetsDialog"_s));
    QVERIFY_BENCH(*m_bench);
}

CHARTWRIGHT_TEST(LoginWindowTest)
#include "test_login_window.moc"
