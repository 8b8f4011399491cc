// SPDX-License-Identifier: Apache-2.0
#include "unit/panels/fixture.h"

using namespace chartwright;
using namespace chartwright_test;

// The panel without a mouse.
class TestKeyboard : public PanelTest
{
    Q_OBJECT
private slots:
    void tabFromANewKeyGoesToItsValue();
};

// What is typed next is meant for the value; anywhere else it would do something.
void TestKeyboard::tabFromANewKeyGoesToItsValue()
{
    PanelFixture f;
    const QString config = QStringLiteral("config-0001");
    f.select(config);
    for (const QString &key : {QStringLiteral("FIRST"), QStringLiteral("SECOND")}) {
        auto *add = f.find<QToolButton>(QStringLiteral("add:data"));
        QVERIFY(add);
        PanelFixture::click(add);
        QTest::keyClicks(QApplication::focusWidget(), key);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("info"));
        QCOMPARE(f.value(config, QStringLiteral("data.") + key).toString(), QStringLiteral("info"));
    }
}

CHARTWRIGHT_TEST(TestKeyboard)
#include "test_keyboard.moc"
