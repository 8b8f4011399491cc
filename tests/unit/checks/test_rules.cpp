// SPDX-License-Identifier: Apache-2.0
#include "checks/name_problem.h"
#include "checks/rule.h"
#include "support/test_case.h"
#include "support/topology_generator.h"
#include "unit/checks/cases.h"

#include <QSet>

using namespace chartwright;
using namespace Qt::StringLiterals;

/// Every rule in the midst of a whole drawing: what it finds in the todo application with a few
/// fields changed, that its fix mends it, and that nothing is told twice.
class TestRules : public TestCase
{
    Q_OBJECT
private slots:
    void initTestCase() { m_cases = ruleCases(); }
    void everyRuleHasCases();
    void bad_data() { rows(); }
    void bad();
    void good_data() { rows(); }
    void good();
    void fixMends_data() { rows(); }
    void fixMends();
    void saysItOnce_data() { rows(); }
    void saysItOnce();
    void todoAppIsSound();
    void namesAreJudgedAlike();
    void typedNamesBecomeWires();

private:
    void rows() const;
    static QList<Finding> of(const QList<Finding> &all, const RuleCase &c)
    {
        QList<Finding> out = all;
        out.removeIf([&](const Finding &f) {
            return f.rule != c.rule || !(f.resource == c.on) || f.path.text() != c.at;
        });
        return out;
    }

    QList<RuleCase> m_cases;
};

void TestRules::rows() const
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < m_cases.size(); ++i)
        QTest::newRow(qPrintable(m_cases[i].name)) << i;
}

void TestRules::everyRuleHasCases()
{
    QSet<QString> tried, known;
    for (const RuleCase &c : std::as_const(m_cases))
        tried.insert(c.rule);
    for (const RuleSpec &rule : allRules()) {
        QVERIFY2(rule.id.count(u'/') == 1 && !known.contains(rule.id), qPrintable(rule.id));
        QVERIFY2(rule.run && !rule.explanation.isEmpty() && !rule.remedy.isEmpty(),
                 qPrintable(rule.id));
        QVERIFY2((rule.scope == Scope::Group) == (rule.keys != nullptr), qPrintable(rule.id));
        known.insert(rule.id);
    }
    QCOMPARE(QStringList((known - tried).values()).join(u' '), QString());
    QCOMPARE(QStringList((tried - known).values()).join(u' '), QString());
}

void TestRules::bad()
{
    QFETCH(int, index);
    const RuleCase &c = m_cases.at(index);
    const QList<Finding> all = checked(changed(c.bad), c.badFacts);
    const QList<Finding> found = of(all, c);
    QVERIFY2(found.size() == 1, qPrintable(lines(all)));
    const Finding &f = found.first();
    QVERIFY(!f.message.isEmpty() && !f.message.contains(u"%1"_s) && !f.explanation.isEmpty());
    QCOMPARE(f.fix != nullptr, c.hasFix);
    QCOMPARE(f.fixText.isEmpty(), !c.hasFix);
    QCOMPARE(f.acceptable, f.severity != Severity::Error || c.acceptable);
    const QString words[] = {u"error"_s, u"warning"_s, u"advice"_s};
    QCOMPARE(words[int(f.severity)], c.severity);
}

void TestRules::good()
{
    QFETCH(int, index);
    const RuleCase &c = m_cases.at(index);
    for (const Finding &f : checked(changed(c.good), c.goodFacts))
        QVERIFY2(f.rule != c.rule, qPrintable(lines({f})));
}

void TestRules::fixMends()
{
    QFETCH(int, index);
    const RuleCase &c = m_cases.at(index);
    const Topology before = changed(c.bad);
    const QList<Finding> found = of(checked(before, c.badFacts), c);
    if (!c.hasFix)
        return;
    QCOMPARE(found.size(), 1);
    const Finding &f = found.first();
    QVERIFY(f.fix);
    const Edit edit = f.fix(before, RefIndex(before), f);
    QVERIFY(!edit.isEmpty() && !edit.text.isEmpty());
    Topology after = before;
    after.apply(edit);
    const QList<Finding> left = checked(after, c.badFacts);
    for (const Finding &g : of(left, c))
        QVERIFY2(g.message != f.message && g.severity > f.severity, qPrintable(lines({g})));
    QCOMPARE(integrityProblems(after), QStringList());
    const auto errors = [](const QList<Finding> &list) {
        return std::count_if(list.begin(), list.end(),
                             [](const Finding &g) { return g.severity == Severity::Error; });
    };
    QVERIFY2(errors(left) <= errors(checked(before, c.badFacts)), qPrintable(lines(left)));
    after.apply(edit.reversed());
    QVERIFY(after == before);
}

// What a rule of its own tells is not told a second time by the field's table.
void TestRules::saysItOnce()
{
    QFETCH(int, index);
    const RuleCase &c = m_cases.at(index);
    if (c.rule.startsWith(u"field/"))
        return;
    for (const Finding &f : checked(changed(c.bad), c.badFacts)) {
        const bool same = f.resource == c.on && f.path.text() == c.at;
        QVERIFY2(!same || (!f.rule.startsWith(u"field/") &&
                           (f.rule != u"reference/missing" || f.rule == c.rule)),
                 qPrintable(lines({f})));
    }
}

void TestRules::todoAppIsSound()
{
    for (const Finding &f : checked(chartwright_test::todoApp()))
        QVERIFY2(f.severity != Severity::Error, qPrintable(lines({f})));
}

// With the key and the port that are typed beside them.
void TestRules::typedNamesBecomeWires()
{
    const Path name(u"spec.template.spec.containers[backend].env[LOG_LEVEL].valueFrom."_s
                    u"configMapKeyRef.name"_s);
    const Path service(u"spec.rules[#0].http.paths[/api].backend.service"_s);
    const Topology todo = chartwright_test::todoApp();
    Topology topology = changed(Map{
        {u"todo-backend-0001"_s, Map{{name.parent().text(), Map{{u"name"_s, u"todo-config"_s},
                                                                {u"key"_s, u"LOG_LEVEL"_s}}}}},
        {u"ingress-0001"_s, Map{{service.text(), Map{{u"name"_s, u"backend-service"_s},
                                                     {u"port"_s, Map{{u"number"_s, 8000}}}}}}}});
    int mended = 0;
    for (const Finding &f : checked(topology)) {
        if (f.rule != u"reference/typed")
            continue;
        topology.apply(f.fix(topology, RefIndex(topology), f));
        ++mended;
    }
    QCOMPARE(mended, 2);
    QVERIFY(topology == todo);
    // Of two with one name neither is meant.
    topology =
        changed(Map{{u"todo-backend-0001"_s, Map{{name.text(), u"todo-config"_s}}},
                    {u"twin"_s, Map{{u"kind"_s, u"ConfigMap"_s}, {u"name"_s, u"todo-config"_s}}}});
    for (const Finding &f : checked(topology))
        QVERIFY(f.rule != u"reference/typed" || (!f.fix && f.path == name));
}

// Before a name is taken, and after.
void TestRules::namesAreJudgedAlike()
{
    const Topology todo = chartwright_test::todoApp();
    const QSet<QString> rules{u"name/dns-label"_s, u"name/duplicate"_s, u"release/name"_s,
                              u"chart/name"_s, u"image/reference"_s};
    for (const ResourcePtr &r : todo.resources()) {
        for (const QString &name :
             {u"a"_s, u"A"_s, u"a.b"_s, u"1a"_s, u"a-"_s, u"a_b"_s, u"a/b"_s, u""_s,
              u"backend-service"_s, QString(53, u'a'), QString(54, u'a'), QString(63, u'a'),
              QString(64, u'a'), QString(254, u'a')}) {
            Resource renamed = *r;
            renamed.name = name;
            Topology topology = todo;
            topology.put(renamed);
            QStringList said;
            for (const Finding &f : checked(topology)) {
                if (f.resource == r->id && f.path.isEmpty() && rules.contains(f.rule))
                    said << f.message;
            }
            const QString problem = nameProblem(todo, *r, name);
            QVERIFY2(
                problem.isEmpty() == said.isEmpty(),
                qPrintable(r->kind + u' ' + name + u": "_s + problem + u" | "_s + said.join(u' ')));
        }
    }
}

CHARTWRIGHT_TEST(TestRules)
#include "test_rules.moc"
