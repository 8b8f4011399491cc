// SPDX-License-Identifier: Apache-2.0
#include "unit/panels/fixture.h"

using namespace chartwright;
using namespace chartwright_test;

class TestUsedBy : public PanelTest
{
    Q_OBJECT

private slots:
    void secretsHaveNoValues()
    {
        PanelFixture f;
        f.select(QStringLiteral("secrets-0001"));
        f.panel.focusField(Path(QStringLiteral("data.DATABASE_URL.source")));
        auto *source = f.find<QLineEdit>(QStringLiteral("field:data.DATABASE_URL.source"));
        QVERIFY(source);
        QVERIFY(f.find<QLineEdit>(QStringLiteral("key:data.DATABASE_URL")));
        QVERIFY(!f.panel.findChild<QWidget *>(QStringLiteral("field:data.DATABASE_URL")) ||
                !qobject_cast<QLineEdit *>(
                    f.panel.findChild<QWidget *>(QStringLiteral("field:data.DATABASE_URL"))));
        auto *usedBy = f.panel.findChild<QWidget *>(QStringLiteral("usedBy"));
        QVERIFY(usedBy);
        auto *link = usedBy->findChild<QToolButton *>();
        QVERIFY(link);
        QCOMPARE(link->text(), QStringLiteral("todo-backend · DATABASE_URL"));
        f.click(link);
        QCOMPARE(f.selection.ids(), QList<ResourceId>{ResourceId{Backend}});
    }

    void usersOfAllKeysAreNamed()
    {
        PanelFixture f;
        const Ref secret{{QStringLiteral("secrets-0001")}, {}};
        const auto set = [&](const QString &path, const Value &value) {
            f.document.push(setField(f.document.topology(), f.document.refs(), ResourceId{Frontend},
                                     Path(path), value));
        };
        set(QStringLiteral("spec.template.spec.containers[frontend].envFrom"),
            List{Map{{QStringLiteral("secretRef"), Map{{QStringLiteral("name"), secret}}}}});
        // Some keys only, and none of them this one.
        set(QStringLiteral("spec.template.spec.volumes"),
            List{Map{{QStringLiteral("name"), QStringLiteral("other")},
                     {QStringLiteral("secret"),
                      Map{{QStringLiteral("secretName"), secret},
                          {QStringLiteral("items"),
                           List{Map{{QStringLiteral("key"), QStringLiteral("x")}}}}}}}});
        f.select(QStringLiteral("secrets-0001"));
        f.panel.focusField(Path(QStringLiteral("data.DATABASE_URL.source")));
        QStringList users;
        for (const auto *link :
             f.panel.findChild<QWidget *>(QStringLiteral("usedBy"))->findChildren<QToolButton *>())
            users.append(link->text());
        users.sort();
        QCOMPARE(users.size(), 2);
        QVERIFY(users[0].startsWith(QStringLiteral("todo-backend · DATABASE_URL")));
        QVERIFY2(users[1].startsWith(QStringLiteral("todo-frontend")), qPrintable(users[1]));
        QVERIFY(!users[1].contains(QStringLiteral("other")));
    }
};

CHARTWRIGHT_TEST(TestUsedBy)
#include "test_used_by.moc"
