// SPDX-License-Identifier: Apache-2.0
#include "canvas/diagram_painter.h"
#include "model/edits.h"
#include "unit/canvas/fixture.h"

#include <QBuffer>
#include <QPainter>
#include <QRegularExpression>
#include <QSvgGenerator>

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace {

struct DrawnText
{
    QString text;
    QPointF baseline;
    double size = 0; ///< of the font, in scene units
};

/// What is written on the canvas at a zoom, taken from an SVG of it.
QList<DrawnText> textsAt(const Scene &scene, const CanvasTheme &theme, double zoom)
{
    QBuffer buffer;
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setSize({4000, 3000});
    {
        QPainter painter(&svg);
        DiagramPainter diagram(&painter, theme, zoom);
        const QRectF all = scene.contents();
        if (diagram.detail() == Detail::Far) {
            diagram.far(scene, all, {}, -1);
        } else {
            diagram.chart(scene.node(scene.chart()), {});
            for (const int n : scene.nodesIn(all))
                diagram.node(scene.node(n), {});
        }
    }
    static const QRegularExpression group(
        uR"x(<g[^>]*transform="matrix\(([^)]*)\)"[^>]*>(.*?)</g>)x"_s,
        QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression text(u"<text([^>]*)>([^<]*)</text>"_s);
    static const QRegularExpression x(u"\\bx=\"([^\"]*)\""_s), y(u"\\by=\"([^\"]*)\""_s),
        size(u"font-size=\"([^\"]*)\""_s);
    QList<DrawnText> out;
    const QString drawn = QString::fromUtf8(buffer.data());
    for (const auto &in : group.globalMatch(drawn)) {
        const QStringList m = in.captured(1).split(u',');
        const QTransform to(m[0].toDouble(), m[1].toDouble(), m[2].toDouble(), m[3].toDouble(),
                            m[4].toDouble(), m[5].toDouble());
        for (const auto &match : text.globalMatch(in.captured(2))) {
            const QString attributes = match.captured(1);
            out.append({match.captured(2),
                        to.map(QPointF(x.match(attributes).captured(1).toDouble(),
                                       y.match(attributes).captured(1).toDouble())),
                        size.match(attributes).captured(1).toDouble() * to.m22()});
        }
    }
    return out;
}

} // namespace

class TestFarView : public TestCase
{
    Q_OBJECT
private slots:
    void noNameIsCut_data();
    void noNameIsCut();
    void titleStandsInItsBandOrOverIt_data();
    void titleStandsInItsBandOrOverIt();
    void namesStandInTheirNodes_data();
    void namesStandInTheirNodes();
    void namesBreakWhereWordsAreJoined();

private:
    static void zooms()
    {
        QTest::addColumn<double>("zoom");
        for (const int percent : {5, 8, 12, 16, 20, 22, 24, 26, 30, 35, 40, 43, 46, 49})
            QTest::addRow("%d %%", percent) << percent / 100.0;
    }
};

void TestFarView::noNameIsCut_data() { zooms(); }

void TestFarView::noNameIsCut()
{
    QFETCH(double, zoom);
    CanvasFixture f;
    Resource named = *f.document.topology().find(f.id(u"Deployment"_s, u"todo-backend"_s));
    const Edit edit = renameResource(f.document.topology(), named.id,
                                     u"recommendations-of-similar-articles-for-customers"_s);
    f.document.push(edit);
    QStringList names;
    for (const ResourcePtr &r : f.document.topology().resources())
        names.append(r->name);
    QString all; // the lines of a name one after the other
    for (const DrawnText &drawn : textsAt(f.view.scene(), f.view.theme(), zoom)) {
        // From nearer by, a long name is cut where much of it is left.
        const qsizetype whole = drawn.text.indexOf(u'…');
        QVERIFY2(whole < 0 || (zoom > 0.25 && whole >= 8), qPrintable(drawn.text));
        all += drawn.text.trimmed();
        QVERIFY2(drawn.size * zoom >= 8.5 || drawn.size * zoom <= 0, qPrintable(drawn.text));
    }
    // The Chart's at least; nearer by, those of most nodes.
    const qsizetype shown = std::count_if(names.begin(), names.end(),
                                          [&](const QString &name) { return all.contains(name); });
    QVERIFY2(shown >= (zoom >= 0.4 ? 10 : 1), qPrintable(all));
}

void TestFarView::titleStandsInItsBandOrOverIt_data() { zooms(); }

void TestFarView::titleStandsInItsBandOrOverIt()
{
    QFETCH(double, zoom);
    CanvasFixture f;
    const Scene &scene = f.view.scene();
    const SceneNode &chart = scene.node(scene.chart());
    const QRectF band = Scene::titleRect(chart.rect);
    bool met = false;
    for (const DrawnText &drawn : textsAt(scene, f.view.theme(), zoom)) {
        if (drawn.text.trimmed() != chart.shape.name)
            continue;
        met = true;
        const double top = drawn.baseline.y() - 0.75 * drawn.size;
        const double bottom = drawn.baseline.y() + 0.22 * drawn.size;
        QVERIFY2(bottom <= band.top() || (top >= band.top() && bottom <= band.bottom()),
                 qPrintable(u"%1 to %2"_s.arg(top - band.top()).arg(bottom - band.top())));
    }
    QVERIFY(met);
}

void TestFarView::namesStandInTheirNodes_data() { zooms(); }

// Those of no rows too.
void TestFarView::namesStandInTheirNodes()
{
    QFETCH(double, zoom);
    CanvasFixture f;
    const Topology &t = f.document.topology();
    f.document.push(insertResource(t, newResource(t, u"ConfigMap"_s, u"tiny"_s), {0, 900}));
    const QRectF node = f.view.nodeRect(f.id(u"ConfigMap"_s, u"tiny"_s));
    QCOMPARE(node.height(), NodeShape::HeaderHeight);
    for (const DrawnText &drawn : textsAt(f.view.scene(), f.view.theme(), zoom)) {
        if (drawn.text != u"tiny")
            continue;
        QVERIFY(drawn.baseline.y() - 0.72 * drawn.size >= node.top());
        QVERIFY(drawn.baseline.y() + 0.1 * drawn.size <= node.bottom());
    }
}

void TestFarView::namesBreakWhereWordsAreJoined()
{
    QFont font = QApplication::font();
    font.setPixelSize(20);
    const QFontMetricsF metrics(font);
    const QString name = u"todo-frontend"_s;
    const double whole = metrics.horizontalAdvance(name);
    QCOMPARE(wholeName(name, metrics, whole + 1, 1), QStringList{name});
    QCOMPARE(wholeName(name, metrics, whole - 1, 1), QStringList());
    QCOMPARE(wholeName(name, metrics, whole - 1, 2), QStringList({u"todo-"_s, u"frontend"_s}));
    QCOMPARE(wholeName(name, metrics, metrics.horizontalAdvance(u"fronten"_s), 9), QStringList());
    QCOMPARE(wholeName(name, metrics, whole, 0), QStringList());
}

CHARTWRIGHT_TEST(TestFarView)
#include "test_far_view.moc"
