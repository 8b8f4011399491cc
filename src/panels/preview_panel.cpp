// SPDX-License-Identifier: Apache-2.0
#include "panels/preview_panel.h"

#include "model/kind_spec.h"
#include "panels/find_bar.h"
#include "panels/panel_style.h"
#include "panels/preview_job.h"
#include "panels/text_view.h"
#include "panels/yaml_highlighter.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSplitter>
#include <QTextDocumentFragment>
#include <QTimer>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace chartwright {
namespace {

constexpr int DelayMs = 200;

} // namespace

PreviewPanel::PreviewPanel(Document *document, Selection *selection, QWidget *parent)
    : QWidget(parent), m_document(document), m_selection(selection), m_job(new PreviewJob(this)),
      m_delay(new QTimer(this)), m_files(new QToolButton(this)), m_manifests(new QToolButton(this)),
      m_selectionOnly(new QToolButton(this)),
      m_copy(style::glyphButton(style::Glyph::Copy, tr("Copy the text"), this)),
      m_release(new QComboBox(this)), m_set(new QLineEdit(this)), m_list(new QTreeWidget(this)),
      m_text(newTextView("preview:text", tr("Text"), this)), m_message(new QLabel(this)),
      m_findBar(new FindBar(m_text, this)),
      m_highlighter(new YamlHighlighter(m_text->document(), m_text)),
      m_result(std::make_unique<PreviewResult>())
{
    buildBar();
    buildViews();
    m_delay->setSingleShot(true);
    m_delay->setInterval(DelayMs);
    connect(m_delay, &QTimer::timeout, this, &PreviewPanel::start);
    connect(m_job, &PreviewJob::done, this, &PreviewPanel::take);
    connect(document, &Document::changed, this, [this](const ChangeEvent &event) {
        if (event.changes.isEmpty())
            return; // moved only
        fillReleases();
        schedule();
    });
    connect(document, &Document::replaced, this, [this] {
        m_set->clear();
        fillReleases();
        schedule();
    });
    connect(selection, &Selection::changed, this, [this] {
        if (m_selectionOnly->isChecked())
            schedule();
        else
            followSelection();
    });
    fillReleases();
}

PreviewPanel::~PreviewPanel() = default;

void PreviewPanel::buildBar()
{
    setObjectName(QStringLiteral("preview"));
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 6, 6, 4);
    bar->setSpacing(3);
    auto *modes = new QButtonGroup(this);
    const auto toggle = [&](QToolButton *button, const char *name, const QString &text,
                            const QString &help) {
        button->setObjectName(QLatin1String(name));
        button->setText(text);
        button->setToolTip(help);
        button->setCheckable(true);
        button->setAutoRaise(true);
        bar->addWidget(button);
    };
    toggle(m_files, "preview:files:mode", tr("Chart"), tr("The files of the chart"));
    toggle(m_manifests, "preview:manifests:mode", tr("Manifests"), tr("What a cluster gets"));
    modes->addButton(m_files);
    modes->addButton(m_manifests);
    m_files->setChecked(true);
    toggle(m_selectionOnly, "preview:selectionOnly", tr("Selection"), tr("Only what is selected"));
    bar->addSpacing(4);
    m_release->setObjectName(QStringLiteral("preview:release"));
    m_release->setAccessibleName(tr("Release"));
    m_release->setToolTip(tr("The override values of a drawn Release"));
    m_release->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_release->setMinimumWidth(36); // gives way in a small window
    bar->addWidget(m_release);
    m_set->setObjectName(QStringLiteral("preview:set"));
    m_set->setPlaceholderText(tr("--set backend.replicas=3"));
    m_set->setToolTip(tr("Tries an override, as helm's --set does. Nothing is stored."));
    m_set->setAccessibleName(tr("Override to try"));
    m_set->setClearButtonEnabled(true);
    bar->addWidget(m_set, 1);
    auto *find = style::glyphButton(style::Glyph::Find, tr("Find (Ctrl+F)"), this);
    find->setObjectName(QStringLiteral("preview:find"));
    bar->addWidget(find);
    m_copy->setObjectName(QStringLiteral("preview:copy"));
    bar->addWidget(m_copy);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);

    connect(modes, &QButtonGroup::buttonToggled, this, [this](QAbstractButton *, bool on) {
        if (on)
            schedule();
    });
    connect(m_selectionOnly, &QToolButton::toggled, this, &PreviewPanel::schedule);
    // Trying a value is a matter of manifests: the chart's files stay what they are.
    connect(m_release, &QComboBox::activated, this, [this] {
        setMode(Mode::Manifests);
        schedule();
    });
    connect(m_set, &QLineEdit::textEdited, this, [this] {
        setMode(Mode::Manifests);
        schedule();
    });
    connect(find, &QToolButton::clicked, this, &PreviewPanel::find);
    connect(m_copy, &QToolButton::clicked, this, [this] {
        const QString selected = m_text->textCursor().selection().toPlainText();
        QGuiApplication::clipboard()->setText(selected.isEmpty() ? m_text->toPlainText()
                                                                 : selected);
    });
}

void PreviewPanel::buildViews()
{
    m_message->setObjectName(QStringLiteral("preview:message"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->setContentsMargins(12, 4, 12, 6);
    m_message->hide();
    layout()->addWidget(m_message);
    m_list->setObjectName(QStringLiteral("preview:files"));
    m_list->setAccessibleName(tr("Files"));
    m_list->setHeaderHidden(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformRowHeights(true);
    m_list->setIndentation(14);
    auto *splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_list);
    splitter->addWidget(m_text);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({210, 600});
    static_cast<QVBoxLayout *>(layout())->addWidget(splitter, 1);
    layout()->addWidget(m_findBar);
    m_text->installEventFilter(this);
    m_list->installEventFilter(this);
    connect(m_list, &QTreeWidget::currentItemChanged, this, [this] { showText(); });
}

PreviewPanel::Mode PreviewPanel::mode() const
{
    return m_manifests->isChecked() ? Mode::Manifests : Mode::Files;
}

void PreviewPanel::setMode(Mode mode)
{
    (mode == Mode::Manifests ? m_manifests : m_files)->setChecked(true);
}

void PreviewPanel::find() { m_findBar->open(); }

void PreviewPanel::schedule()
{
    m_stale = true;
    if (isVisible())
        m_delay->start();
}

void PreviewPanel::start()
{
    m_stale = false;
    PreviewRequest request{m_document->topology(),
                           mode() == Mode::Manifests,
                           ResourceId{m_release->currentData().toString()},
                           m_set->text(),
                           m_selectionOnly->isChecked(),
                           {}};
    for (const ResourceId &id : m_selection->ids())
        request.selection.insert(id);
    m_job->start(request);
}

void PreviewPanel::take(const PreviewResult &result)
{
    if (result.manifests != (mode() == Mode::Manifests))
        return;
    const bool nothing = !result.error && result.items.isEmpty();
    setMessage(result.error ? result.error->text()
               : nothing
                   ? (m_selectionOnly->isChecked() ? tr("Nothing is written for what is selected.")
                                                   : tr("Nothing is drawn yet."))
                   : QString(),
               result.error.has_value());
    // With an error the last good preview stays, fainter and without its colours.
    m_text->setEnabled(!result.error);
    m_list->setEnabled(!result.error);
    highlight();
    if (!result.error) {
        m_before = result.plain.value_or(QHash<QString, QByteArray>());
        // An override that was taken back is no change of the drawing.
        if (!result.plain && !m_result->plain && m_result->manifests == result.manifests) {
            for (const PreviewItem &item : std::as_const(m_result->items))
                m_before.insert(item.name, item.text);
        }
        *m_result = result;
        showList();
    }
    emit updated();
}

void PreviewPanel::setMessage(const QString &text, bool isError)
{
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
    QPalette p = palette();
    p.setColor(QPalette::WindowText,
               isError ? style::severityColour(Severity::Error, p) : style::muted(p));
    m_message->setPalette(p);
}

void PreviewPanel::fillReleases()
{
    const QVariant current = m_release->currentData();
    const QSignalBlocker quiet(m_release);
    m_release->clear();
    m_release->addItem(tr("No release"));
    for (const ResourcePtr &r : m_document->topology().ofKind(u"Release"))
        m_release->addItem(r->name, r->id.text);
    m_release->setCurrentIndex(std::max(0, m_release->findData(current)));
    m_release->setVisible(m_release->count() > 1);
}

void PreviewPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale)
        start();
}

bool PreviewPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Find)) {
            event->accept(); // before the window's own
            if (event->type() == QEvent::KeyPress)
                find();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void PreviewPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        style::updateGlyph(m_copy);
        if (auto *find = findChild<QToolButton *>(QStringLiteral("preview:find")))
            style::updateGlyph(find);
        showList();
    }
}

} // namespace chartwright
