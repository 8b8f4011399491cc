// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"
#include "support/places.h"
#include "support/test_case.h"
#include "unit/checks/cases.h"

#include <QFile>
#include <QSet>

using namespace chartwright;
using namespace Qt::StringLiterals;

/// docs/checks.md is what the rules say of themselves, and of their cases. To write it anew:
///     CHARTWRIGHT_GOLDEN_UPDATE=1 build/dev/bin/test_checks catalogueIsWhatTheRulesSay
class TestCatalogue : public TestCase
{
    Q_OBJECT
private slots:
    void catalogueIsWhatTheRulesSay();
};

namespace {

const char *const Head = R"(# Checks

Made from the rules themselves and from the cases in `tests/data/checks`; `adding-a-check.md` says how.

An **error** would not work, a **warning** is likely to hurt later, **advice** can be left. A warning or
advice can be accepted with a reason, which is kept with the resource in `topology.yaml`; of the errors only
the limits of a profile can. Each rule says what it may look at; that is what an edit checks again.
)";

struct Seen
{
    QString example;
    QSet<QString> severities;
    int cases = 0, fixes = 0;
};

Seen seen(const RuleSpec &rule, const QList<RuleCase> &cases)
{
    Seen out;
    for (const RuleCase &c : cases) {
        if (c.rule != rule.id)
            continue;
        ++out.cases;
        out.fixes += c.hasFix;
        out.severities.insert(c.severity);
        if (!out.example.isEmpty())
            continue;
        const Topology topology = changed(c.bad);
        for (const Finding &f : checked(topology, c.badFacts)) {
            if (f.rule == rule.id && f.resource == c.on && f.path.text() == c.at)
                out.example = f.message;
        }
    }
    return out;
}

QString severity(const RuleSpec &rule, const Seen &seen)
{
    static const QStringList words{u"error"_s, u"warning"_s, u"advice"_s};
    QString out = u"**%1**"_s.arg(words[int(rule.severity)]);
    for (const QString &word : words) {
        if (word != words[int(rule.severity)] && seen.severities.contains(word))
            out += u", sometimes %1"_s.arg(word);
    }
    return rule.ofProfile ? out + u" of the profile"_s : out;
}

QString scope(const RuleSpec &rule)
{
    const QString kinds = rule.kinds.isEmpty() ? u"any resource"_s : rule.kinds.join(u", "_s);
    switch (rule.scope) {
    case Scope::Own:
        return kinds + u", by itself"_s;
    case Scope::Neighbours:
        return kinds + u", with what it is wired to"_s;
    case Scope::Group:
        break;
    }
    return kinds + u", with others that have something in common"_s;
}

/// Text as Markdown shows it: a star or a bar of a pattern is one.
QString plain(QString text)
{
    static const QRegularExpression special(u"([\\\\`*_<>\\[\\]|])"_s);
    return text.replace(special, u"\\\\1"_s);
}

QByteArray catalogue()
{
    const QList<RuleCase> cases = ruleCases();
    QString out = QString::fromUtf8(Head), family;
    QList<RuleSpec> rules = allRules();
    std::stable_sort(rules.begin(), rules.end(), [](const RuleSpec &a, const RuleSpec &b) {
        return a.id.section(u'/', 0, 0) < b.id.section(u'/', 0, 0);
    });
    for (const RuleSpec &rule : rules) {
        if (const QString of = rule.id.section(u'/', 0, 0); of != family) {
            out += u"\n## %1\n"_s.arg(of);
            family = of;
        }
        const Seen s = seen(rule, cases);
        const QString fix = s.fixes == 0         ? u"no fix"_s
                            : s.fixes == s.cases ? u"fix"_s
                                                 : u"fix in some cases"_s;
        out += u"\n### %1\n%2 · %3 · %4\n\n> %5\n\n%6 *%7*\n"_s.arg(
            rule.id, severity(rule, s), scope(rule), fix, plain(s.example), plain(rule.explanation),
            plain(rule.remedy));
    }
    return out.toUtf8();
}

} // namespace

void TestCatalogue::catalogueIsWhatTheRulesSay()
{
    QFile file(QStringLiteral(CHARTWRIGHT_SOURCE_DIR "/docs/checks.md"));
    const QByteArray wanted = catalogue();
    if (qEnvironmentVariableIsSet("CHARTWRIGHT_GOLDEN_UPDATE")) {
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(wanted), wanted.size());
        return;
    }
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    const QList<QByteArray> there = file.readAll().split('\n'), lines = wanted.split('\n');
    for (qsizetype i = 0; i < std::max(there.size(), lines.size()); ++i)
        QVERIFY2(there.value(i) == lines.value(i),
                 "docs/checks.md, line " + QByteArray::number(i + 1) + ": \"" + there.value(i) +
                     "\" should be \"" + lines.value(i) +
                     "\". Write it anew with CHARTWRIGHT_GOLDEN_UPDATE=1 test_checks "
                     "catalogueIsWhatTheRulesSay");
}

CHARTWRIGHT_TEST(TestCatalogue)
#include "test_catalogue.moc"
