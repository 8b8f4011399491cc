// SPDX-License-Identifier: Apache-2.0
#include "app/app_style.h"
#include "support/test_case.h"

#include <QImage>
#include <QMenu>
#include <QPainter>
#include <QStyleOption>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace chartwright;

class TestStyle : public TestCase
{
    Q_OBJECT
private slots:
    void cornerOfScrollBarsIsPlain();
    void arrowOfAMenuStandsBesideTheText();
};

void TestStyle::cornerOfScrollBarsIsPlain()
{
    const AppStyle style;
    QImage image(12, 12, QImage::Format_RGB32);
    image.fill(Qt::magenta);
    QPainter painter(&image);
    QStyleOption option;
    option.rect = image.rect();
    style.drawPrimitive(QStyle::PE_PanelScrollAreaCorner, &option, &painter, nullptr);
    painter.end();
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            QCOMPARE(image.pixelColor(x, y), option.palette.color(QPalette::Window));
    }
}

void TestStyle::arrowOfAMenuStandsBesideTheText()
{
    AppStyle style;
    QMenu menu;
    QToolButton plain, button;
    for (QToolButton *b : {&plain, &button}) {
        b->setStyle(&style);
        b->setAutoRaise(true);
        b->setText(u"39 %"_s);
    }
    button.setPopupMode(QToolButton::InstantPopup);
    button.setMenu(&menu);
    QVERIFY(button.sizeHint().width() >= plain.sizeHint().width() + 12);
    button.resize(button.sizeHint());
    const QImage image = button.grab().toImage().convertToFormat(QImage::Format_RGB32);
    const QColor ground = image.pixelColor(0, 0);
    QRect arrow;
    bool gap = false;
    for (int x = image.width() - 1; x > 0 && !gap; --x) {
        bool any = false;
        for (int y = 0; y < image.height(); ++y) {
            if (image.pixelColor(x, y) != ground) {
                any = true;
                arrow |= QRect(x, y, 1, 1);
            }
        }
        gap = !any && !arrow.isNull();
    }
    QVERIFY(gap);
    QVERIFY2(arrow.width() >= 5 && arrow.width() <= 12, qPrintable(QString::number(arrow.width())));
    QVERIFY(std::abs(arrow.center().y() - image.height() / 2) <= 3);
}

CHARTWRIGHT_TEST(TestStyle)
#include "test_style.moc"
