// SPDX-License-Identifier: Apache-2.0
#include "plugin_case.h"
#include "support/result_check.h"

using namespace chartwright;
using namespace chartwright_test;

class ExecConsentTest : public PluginCase
{
    Q_OBJECT

private slots:
    void consent();
    void consentLater();
    void refusal();
    void fingerprints();
};

void ExecConsentTest::consent()
{
    m_consent->all = false;
    const auto login = plugin(answer(R"({"token": "abc"})"));
    const auto credential = get(login.get());
    QVERIFY_RESULT(credential);
    QCOMPARE(m_consent->asked.size(), 1);
    const ExecQuestion question = m_consent->asked.constFirst();
    QCOMPARE(question.program, m_folder->path(QStringLiteral("login")));
    QCOMPARE(question.user, QStringLiteral("kim"));
    QCOMPARE(question.where, QStringLiteral("/f/config:8:3"));
    login->drop(*credential);
    QVERIFY_RESULT(get(login.get())); // is remembered
    QCOMPARE(m_consent->asked.size(), 1);
}

void ExecConsentTest::consentLater()
{
    m_consent->all = false;
    m_consent->later = true;
    const auto login = plugin(answer(R"({"token": "abc"})"));
    login->get(this, [](const auto &) {});
    QVERIFY_RESULT(get(login.get()));
    QCOMPARE(m_consent->asked.size(), 1);
    // It goes while the question is open.
    m_consent->allowed.clear();
    auto second = plugin(answer(R"({"token": "abc"})"));
    second->get(this, [](const auto &) {});
    QTRY_COMPARE(m_consent->asked.size(), 2);
    second.reset();
    QTest::qWait(60);
    // It is cancelled while the question is open.
    auto third = plugin(answer(R"({"token": "abc"})"));
    bool failed = false;
    third->get(this, [&](const Result<ExecCredentialPtr> &result) { failed = !result; });
    QTRY_COMPARE(m_consent->asked.size(), 3);
    third->cancel();
    QVERIFY(failed);
    QTest::qWait(60);
    QCOMPARE(runs(), 1);
}

void ExecConsentTest::refusal()
{
    m_consent->all = m_consent->yes = false;
    const auto login = plugin(answer(R"({"token": "abc"})"));
    QVERIFY_ERROR(get(login.get()), QStringLiteral("“login” was not allowed to run"));
    QVERIFY_ERROR(get(login.get()), QStringLiteral("“login” was not allowed to run"));
    QCOMPARE(m_consent->asked.size(), 1); // not again and again
    QCOMPARE(runs(), 0);
    login->askAgain();
    m_consent->yes = true;
    QVERIFY_RESULT(get(login.get()));
    QCOMPARE(m_consent->asked.size(), 2);
}

void ExecConsentTest::fingerprints()
{
    ExecSpec one = spec("");
    one.exec.arguments = {QStringLiteral("a"), QStringLiteral("b")};
    one.exec.environment = {{QStringLiteral("c"), QStringLiteral("d")}};
    QSet<QString> seen;
    const auto add = [&](const ExecSpec &other, const QString &program) {
        seen.insert(execQuestion(other, program).fingerprint);
    };
    const QString program = QStringLiteral("/usr/bin/aws");
    add(one, program);
    ExecSpec same = one;
    same.user = QStringLiteral("another");
    same.where = QStringLiteral("elsewhere");
    same.exec.installHint = QStringLiteral("x");
    add(same, program);
    QCOMPARE(seen.size(), 1);
    add(one, QStringLiteral("/tmp/aws"));
    ExecSpec other = one;
    other.exec.command = QStringLiteral("x");
    add(other, program);
    other = one;
    other.exec.arguments = {QStringLiteral("a b")};
    add(other, program);
    other.exec.arguments = {QStringLiteral("ab"), QString()};
    add(other, program);
    other.exec.arguments = {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"),
                            QStringLiteral("d")};
    other.exec.environment = {};
    add(other, program);
    other = one;
    other.exec.environment = {{QStringLiteral("cd"), QString()}};
    add(other, program);
    other.exec.environment = {{QStringLiteral("LD_PRELOAD"), QStringLiteral("d")}};
    add(other, program);
    QCOMPARE(seen.size(), 8);
}

CHARTWRIGHT_TEST(ExecConsentTest)
#include "test_exec_consent.moc"
