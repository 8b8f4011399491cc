// SPDX-License-Identifier: Apache-2.0
#include "model/edits.h"
#include "panels/line_diff.h"
#include "panels/preview_panel.h"
#include "unit/panels/fixture.h"

#include <QPlainTextEdit>
#include <QRandomGenerator>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

struct PreviewFixture
{
    Document document{allKinds()};
    Selection selection{&document};
    PreviewPanel panel{&document, &selection};
    QPlainTextEdit *text = panel.findChild<QPlainTextEdit *>(u"preview:text"_s);
    QLineEdit *box = panel.findChild<QLineEdit *>(u"preview:set"_s);
    QSignalSpy updated{&panel, &PreviewPanel::updated};

    PreviewFixture()
    {
        document.reset(todoApp(), {});
        panel.resize(1000, 500);
        panel.show();
        panel.activateWindow();
        // It may be made while the window is awaited.
        if (!QTest::qWaitForWindowActive(&panel) ||
            !QTest::qWaitFor([this] { return !updated.isEmpty(); }))
            qFatal("no preview was made");
    }
    void setValues(const QString &words)
    {
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, words);
        wait();
    }
    void wait()
    {
        while (updated.wait(600)) // the last of those that were asked for
            ;
    }
    QStringList marked() const
    {
        QStringList out;
        for (const QTextEdit::ExtraSelection &mark : text->extraSelections())
            out.append(mark.cursor.selectedText().trimmed());
        return out;
    }
};

} // namespace

class TestPreviewChanges : public PanelTest
{
    Q_OBJECT

private slots:
    void marksWhatOverridesChange()
    {
        PreviewFixture f;
        f.selection.set({ResourceId{Backend}});
        f.setValues(u"--set backend.replicas=5 --set backend.image.tag=v9"_s);
        QCOMPARE(f.panel.currentItem(), u"Deployment/todo-backend"_s);
        QTRY_COMPARE(f.marked(), QStringList({u"replicas: 5"_s, u"image: \"todo-backend:v9\""_s}));
        // The one that was there before is still marked when one is added.
        f.setValues(u"backend.replicas=5,backend.image.tag=v9,frontend.replicas=4"_s);
        QTRY_COMPARE(f.marked(), QStringList({u"replicas: 5"_s, u"image: \"todo-backend:v9\""_s}));
        // A value that changes nothing marks nothing.
        f.setValues(u"backend.replicas=2"_s);
        QTRY_COMPARE(f.marked(), QStringList());
        f.setValues(u"backend.replicas=3"_s);
        QTRY_COMPARE(f.marked(), QStringList{u"replicas: 3"_s});
        // Nothing differs once there is no override.
        f.box->clear();
        QTest::keyClick(f.box, Qt::Key_Backspace);
        f.setValues(u" "_s);
        QTRY_COMPARE(f.marked(), QStringList());
    }

    void marksTheLinesThatAnEditChanges()
    {
        PreviewFixture f;
        const auto edit = [&](const QString &path, const Value &value) {
            return setField(f.document.topology(), f.document.refs(), {Backend}, Path(path), value);
        };
        f.panel.setMode(PreviewPanel::Mode::Manifests);
        f.selection.set({ResourceId{Backend}});
        f.wait();
        QCOMPARE(f.panel.currentItem(), u"Deployment/todo-backend"_s);
        f.document.push(edit(u"spec.replicas"_s, 7));
        f.document.push(edit(Container + u".imagePullPolicy"_s, u"Always"_s));
        f.wait();
        QTRY_COMPARE(f.marked(), QStringList({u"replicas: 7"_s, u"imagePullPolicy: Always"_s}));
    }

    void linesThatWerePutIn_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("now");
        QTest::addColumn<QList<int>>("lines");
        QTest::newRow("same") << u"a\nb"_s << u"a\nb"_s << QList<int>{};
        QTest::newRow("one") << u"a\nb\nc"_s << u"a\nx\nc"_s << QList<int>{1};
        QTest::newRow("two apart") << u"a\nb\nc\nd\ne"_s << u"a\nx\nc\ny\ne"_s << QList<int>{1, 3};
        QTest::newRow("put in") << u"a\nc"_s << u"a\nb\nc"_s << QList<int>{1};
        QTest::newRow("taken out") << u"a\nb\nc"_s << u"a\nc"_s << QList<int>{};
        QTest::newRow("out and in") << u"a\nb\nc\nd"_s << u"a\nc\nx\nd"_s << QList<int>{2};
        QTest::newRow("all") << u"a\nb"_s << u"c\nd"_s << QList<int>{0, 1};
        QTest::newRow("from nothing") << QString() << u"a\nb"_s << QList<int>{0, 1};
    }

    void linesThatWerePutIn()
    {
        QFETCH(QString, before);
        QFETCH(QString, now);
        QFETCH(QList<int>, lines);
        QCOMPARE(changedLines(before, now), lines);
    }

    // What is left without the lines that were put in stood there before, in that order; and no
    // line is said to be new that need not be.
    void randomTexts()
    {
        QRandomGenerator random(7);
        const auto text = [&] {
            QStringList lines;
            for (int n = random.bounded(14); n > 0; --n)
                lines.append(QString(QChar(u'a' + random.bounded(4))));
            return lines;
        };
        for (int i = 0; i < 2000; ++i) {
            const QStringList before = text(), now = text();
            const QList<int> lines = changedLines(before.join(u'\n'), now.join(u'\n'));
            // The longest common subsequence, by the book.
            const QStringList a = before.isEmpty() ? QStringList{QString()} : before;
            const QStringList b = now.isEmpty() ? QStringList{QString()} : now;
            QList<QList<int>> best(a.size() + 1, QList<int>(b.size() + 1, 0));
            for (qsizetype x = 0; x < a.size(); ++x) {
                for (qsizetype y = 0; y < b.size(); ++y)
                    best[x + 1][y + 1] =
                        a[x] == b[y] ? best[x][y] + 1 : std::max(best[x][y + 1], best[x + 1][y]);
            }
            QCOMPARE(b.size() - lines.size(), best.last().last());
            qsizetype at = 0;
            for (int line = 0; line < b.size(); ++line) {
                if (lines.contains(line))
                    continue;
                at = a.indexOf(b[line], at) + 1;
                QVERIFY(at > 0);
            }
        }
    }

    void veryManyChanges()
    {
        QStringList before, now;
        for (int i = 0; i < 6000; ++i) {
            before.append(QString::number(i));
            now.append(QString::number(i % 2 ? i : -i - 1));
        }
        before.prepend(u"first"_s);
        now.prepend(u"first"_s);
        const QList<int> lines = changedLines(before.join(u'\n'), now.join(u'\n'));
        QCOMPARE(lines.first(), 1);
        QVERIFY(lines.size() >= 3000);
    }
};

CHARTWRIGHT_TEST(TestPreviewChanges)
#include "test_preview_changes.moc"
