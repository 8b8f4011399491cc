// SPDX-License-Identifier: Apache-2.0
#include "panels/outline_panel.h"
#include "panels/palette_panel.h"
#include "panels/panel_style.h"
#include "panels/preview_panel.h"
#include "panels/problems_panel.h"
#include "support/places.h"
#include "unit/panels/fixture.h"

#include <QDir>
#include <QElapsedTimer>
#include <QScrollArea>
#include <QStyleFactory>

using namespace chartwright;
using namespace chartwright_test;

namespace {

QPalette palette(bool dark)
{
    const auto rgb = [](QRgb light) { return QColor::fromRgb(light); };
    QPalette p;
    p.setColor(QPalette::Window, rgb(dark ? 0x23272e : 0xfafbfc));
    p.setColor(QPalette::Base, rgb(dark ? 0x2a2f37 : 0xffffff));
    p.setColor(QPalette::AlternateBase, rgb(dark ? 0x2f353e : 0xf3f5f8));
    p.setColor(QPalette::Button, rgb(dark ? 0x323842 : 0xf6f7f9));
    p.setColor(QPalette::Highlight, rgb(dark ? 0x3d7fd0 : 0x2f78c4));
    p.setColor(QPalette::HighlightedText, Qt::white);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(role, rgb(dark ? 0xe4e7eb : 0x1f2329));
    p.setColor(QPalette::PlaceholderText, rgb(dark ? 0x8d96a3 : 0x858d99));
    return p;
}

} // namespace

/// Pictures to look at, in build/…/pictures; and that nothing of a panel is wider than it.
class TestPictures : public PanelTest
{
    Q_OBJECT

    void save(QWidget *widget, const QString &name)
    {
        const QString folder = QStringLiteral(CHARTWRIGHT_BIN_DIR "/../pictures/panels");
        QVERIFY(QDir().mkpath(folder));
        QTest::qWait(1);
        QVERIFY(widget->grab().save(folder + u'/' + name + QStringLiteral(".png")));
    }

private slots:
    void panels_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void panels()
    {
        QFETCH(bool, dark);
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        QApplication::setPalette(palette(dark));
        const QString theme = dark ? QStringLiteral("-dark") : QStringLiteral("-light");
        PanelFixture f;
        const auto set = [&](const QString &id, const QString &path, const Value &value) {
            f.document.push(setField(f.document.topology(), f.document.refs(), ResourceId{id},
                                     Path(path), value));
        };
        set(Backend,
            QStringLiteral("spec.template.spec.containers[backend].resources.requests.cpu"),
            QStringLiteral("1200m"));
        set(Backend, QStringLiteral("spec.replicas"), QStringLiteral("two"));
        f.panel.resize(320, 1500);
        for (const ResourcePtr &r : f.document.topology().resources()) {
            f.selection.set({r->id});
            save(&f.panel, r->id.text + theme);
            const auto *scroll = f.panel.findChild<QScrollArea *>();
            QVERIFY2(scroll->widget()->width() <= scroll->viewport()->width(),
                     qPrintable(r->id.text));
        }
        // All unfolded.
        f.panel.resize(320, 3600);
        for (const char *id :
             {"todo-backend-0001", "ingress-0001", "config-0001", "secrets-0001"}) {
            f.select(QLatin1String(id));
            for (int pass = 0; pass < 3; ++pass) {
                for (auto *button : f.panel.findChildren<QAbstractButton *>()) {
                    const bool folded =
                        button->inherits("chartwright::FoldButton") && !button->isChecked();
                    if (folded && button->isVisible())
                        button->click();
                }
                QTest::qWait(1);
            }
            save(&f.panel, QLatin1String(id) + QStringLiteral("-all") + theme);
            const auto *scroll = f.panel.findChild<QScrollArea *>();
            QVERIFY2(scroll->widget()->width() <= scroll->viewport()->width(), id);
        }
        f.panel.resize(320, 600);
        f.selection.setWire({QStringLiteral("secrets-0001")}, {Backend});
        if (!f.find<QToolButton>(QStringLiteral("wire:from")))
            f.selection.setWire({Backend}, {QStringLiteral("secrets-0001")});
        save(&f.panel, QStringLiteral("wire") + theme);
        f.selection.set({ResourceId{Backend}, ResourceId{QStringLiteral("todo-frontend-0001")}});
        save(&f.panel, QStringLiteral("several") + theme);

        ProblemsPanel problems(&f.document, &f.selection);
        problems.resize(1000, 240);
        problems.show();
        problems.revealNext();
        save(&problems, QStringLiteral("problems") + theme);
        PalettePanel kinds(&f.document, &f.selection);
        kinds.resize(200, 280);
        kinds.show();
        save(&kinds, QStringLiteral("palette") + theme);
        OutlinePanel outline(&f.document, &f.selection);
        outline.resize(220, 560);
        outline.show();
        save(&outline, QStringLiteral("outline") + theme);
        f.document.undoStack()->setIndex(1);
        PreviewPanel preview(&f.document, &f.selection);
        QSignalSpy updated(&preview, &PreviewPanel::updated);
        preview.resize(1000, 420);
        preview.show();
        QTRY_VERIFY(!updated.isEmpty());
        save(&preview, QStringLiteral("preview") + theme);
    }

    void iconsOfSelectedRowsStandOut_data() { panels_data(); }
    void iconsOfSelectedRowsStandOut()
    {
        QFETCH(bool, dark);
        const QPalette p = palette(dark);
        const QColor ground = p.color(QPalette::Highlight);
        const auto clear = [&](const QIcon &icon) {
            const QImage image = icon.pixmap(QSize(16, 16), 1, QIcon::Selected).toImage();
            int pixels = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    const QColor c = image.pixelColor(x, y);
                    pixels += c.alpha() > 150 && c.lightness() - ground.lightness() > 80 ? 1 : 0;
                }
            }
            return pixels > 12;
        };
        for (const KindSpec &kind : allKinds().all())
            QVERIFY2(clear(style::kindIcon(&kind, p)), qPrintable(kind.kind));
        for (const Severity s : {Severity::Error, Severity::Warning, Severity::Advice})
            QVERIFY2(clear(style::severityIcon(s, p)), qPrintable(style::severityTitle(s)));
    }

    void switchingIsFast()
    {
        PanelFixture f;
        QElapsedTimer timer;
        QStringList report;
        for (int round = 0; round < 2; ++round) {
            for (const ResourcePtr &r : f.document.topology().resources()) {
                timer.start();
                f.selection.set({r->id});
                const auto selected = timer.nsecsElapsed();
                f.panel.grab();
                report.append(QStringLiteral("%1 %2+%3")
                                  .arg(r->id.text)
                                  .arg(double(selected) / 1e6, 0, 'f', 1)
                                  .arg(double(timer.nsecsElapsed() - selected) / 1e6, 0, 'f', 1));
            }
        }
        qInfo("ms: %s", qPrintable(report.join(QStringLiteral(", "))));
    }
};

CHARTWRIGHT_TEST(TestPictures)
#include "test_pictures.moc"
