// SPDX-License-Identifier: Apache-2.0
#include "panels/problems_panel.h"

#include "checks/credential_move.h"
#include "panels/accept_dialog.h"
#include "panels/edit_context.h"
#include "panels/findings_model.h"
#include "panels/panel_style.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace chartwright {

/// Words of any length: as high as they are while there is room, else they scroll, so that no
/// explanation makes the window grow.
class DetailsBox : public QScrollArea
{
public:
    explicit DetailsBox(QWidget *parent) : QScrollArea(parent), m_text(new QLabel)
    {
        m_text->setTextFormat(Qt::PlainText);
        m_text->setWordWrap(true);
        m_text->setContentsMargins(12, 6, 12, 8);
        m_text->setForegroundRole(QPalette::PlaceholderText);
        m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
        setWidget(m_text);
        setWidgetResizable(true);
        setFrameShape(NoFrame);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    }
    void setText(const QString &text)
    {
        m_text->setText(text);
        verticalScrollBar()->setValue(0);
        updateGeometry();
    }
    QSize sizeHint() const override { return {200, m_text->heightForWidth(width())}; }
    QSize minimumSizeHint() const override { return {0, fontMetrics().lineSpacing() + 14}; }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QScrollArea::resizeEvent(event);
        if (event->size().width() != event->oldSize().width())
            updateGeometry();
    }

private:
    QLabel *m_text;
};

ProblemsPanel::ProblemsPanel(Document *document, Selection *selection, QWidget *parent)
    : QWidget(parent), m_document(document), m_selection(selection),
      m_model(new FindingsModel(document, this)), m_filter(new FindingsFilter(this)),
      m_view(new QTreeView(this)), m_text(new QLineEdit(this)), m_accepted(new QToolButton(this)),
      m_details(new DetailsBox(this)), m_empty(new QLabel(m_view))
{
    setObjectName(QStringLiteral("problems"));
    m_model->setPalette(palette());
    // Before filter and list hear of it: what they select then, nobody chose.
    connect(m_model, &FindingsModel::aboutToChange, this, [this] { m_rowsChange = true; });
    m_filter->setSourceModel(m_model);

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 6, 8, 4);
    bar->setSpacing(4);
    const char *names[] = {"problems:errors", "problems:warnings", "problems:advice"};
    for (int i = 0; i < 3; ++i) {
        auto *button = m_severities[i] = new QToolButton(this);
        button->setObjectName(QLatin1String(names[i]));
        button->setCheckable(true);
        button->setChecked(true);
        button->setAutoRaise(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        connect(button, &QToolButton::toggled, this, [this, i](bool on) {
            m_filter->setShown(Severity(i), on);
            updateTexts();
        });
        bar->addWidget(button);
    }
    m_accepted->setObjectName(QStringLiteral("problems:accepted"));
    m_accepted->setCheckable(true);
    m_accepted->setAutoRaise(true);
    m_accepted->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_accepted->setToolTip(tr("Show what was accepted with a reason"));
    bar->addWidget(m_accepted);
    bar->addStretch(1);
    m_text->setObjectName(QStringLiteral("problems:filter"));
    m_text->setPlaceholderText(tr("Filter"));
    m_text->setClearButtonEnabled(true);
    m_text->setMaximumWidth(220);
    bar->addWidget(m_text, 1);

    m_view->setObjectName(QStringLiteral("problems:list"));
    m_view->setAccessibleName(tr("Problems"));
    m_view->setModel(m_filter);
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setHeaderHidden(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setTextElideMode(Qt::ElideRight);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setMouseTracking(true);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    QHeaderView *header = m_view->header();
    header->setStretchLastSection(false);
    header->moveSection(FindingsModel::Where, 0);
    header->setMinimumSectionSize(40);
    header->setSectionResizeMode(FindingsModel::Where, QHeaderView::Fixed);
    header->setSectionResizeMode(FindingsModel::What, QHeaderView::Stretch);
    header->setSectionResizeMode(FindingsModel::Fix, QHeaderView::Fixed);

    m_details->setObjectName(QStringLiteral("problems:details"));
    m_empty->setObjectName(QStringLiteral("problems:empty"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setForegroundRole(QPalette::PlaceholderText);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_details);
    m_view->setMinimumHeight(48);
    m_view->installEventFilter(this);
    m_view->viewport()->installEventFilter(this);

    connect(m_text, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setText(text);
        updateTexts();
    });
    connect(m_accepted, &QToolButton::toggled, this, [this](bool on) {
        m_filter->setAcceptedShown(on);
        updateTexts();
    });
    connect(m_view, &QTreeView::doubleClicked, this, &ProblemsPanel::reveal);
    connect(m_view, &QWidget::customContextMenuRequested, this, &ProblemsPanel::showMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ProblemsPanel::showDetails);
    connect(m_model, &FindingsModel::countsChanged, this, &ProblemsPanel::onFindingsChanged);
    connect(m_filter, &QAbstractItemModel::dataChanged, this, &ProblemsPanel::sizeColumns);
    connect(document, &Document::replaced, this, [this] { m_place.reset(); });
    updateTexts();
    showDetails();
}

int ProblemsPanel::errors() const { return m_model->count(Severity::Error); }
int ProblemsPanel::warnings() const { return m_model->count(Severity::Warning); }
int ProblemsPanel::advice() const { return m_model->count(Severity::Advice); }

const Finding *ProblemsPanel::findingAt(const QModelIndex &index) const
{
    return m_model->finding(m_filter->mapToSource(index));
}

void ProblemsPanel::onFindingsChanged()
{
    m_rowsChange = false;
    const Finding *now = findingAt(m_view->currentIndex());
    const bool taken = takePlace();
    if (!taken && (!m_chosen || !now || !(*now == *m_chosen)))
        m_view->selectionModel()->clearSelection();
    updateTexts();
    showDetails();
    m_notShown = taken;
    if (taken) { // its explanation may need more room
        layout()->activate();
        m_view->scrollTo(m_view->currentIndex());
    }
    emit countsChanged(errors(), warnings(), advice());
}

int ProblemsPanel::rowOf(const Finding &finding) const
{
    for (int row = 0; row < m_filter->rowCount(); ++row) {
        if (*findingAt(m_filter->index(row, 0)) == finding)
            return row;
    }
    return -1;
}

void ProblemsPanel::keepPlace(const Finding &finding)
{
    constexpr int MostNext = 50; // a fix that mends more than these is followed to its row
    const int row = rowOf(finding);
    if (row < 0)
        return;
    Place place{finding, {}, row, row - m_view->indexAt({1, 1}).row()};
    for (int i = row + 1; i < m_filter->rowCount() && place.next.size() < MostNext; ++i)
        place.next.append(*findingAt(m_filter->index(i, 0)));
    m_place = place;
}

/// False while what is to be mended is there, and where nothing is left.
bool ProblemsPanel::takePlace()
{
    if (!m_place || rowOf(m_place->gone) >= 0)
        return false;
    const Place place = *std::exchange(m_place, std::nullopt);
    int row = -1;
    for (qsizetype i = 0; i < place.next.size() && row < 0; ++i)
        row = rowOf(place.next[i]);
    if (row < 0)
        row = std::min(place.row, m_filter->rowCount() - 1);
    if (row < 0)
        return false;
    m_view->setCurrentIndex(m_filter->index(row, 0));
    m_view->scrollTo(m_filter->index(std::max(0, row - place.below), 0),
                     QAbstractItemView::PositionAtTop);
    return true;
}

void ProblemsPanel::updateTexts()
{
    const int counts[] = {errors(), warnings(), advice()};
    const QString names[] = {tr("Errors"), tr("Warnings"), tr("Advice")};
    for (int i = 0; i < 3; ++i) {
        m_severities[i]->setIcon(style::severityIcon(Severity(i), palette()));
        m_severities[i]->setText(QString::number(counts[i]));
        m_severities[i]->setToolTip(names[i]);
        m_severities[i]->setAccessibleName(tr("%1: %2").arg(names[i]).arg(counts[i]));
    }
    m_accepted->setIcon(style::acceptedIcon(palette()));
    m_accepted->setText(tr("%1 accepted").arg(m_model->accepted()));
    const bool none = errors() + warnings() + advice() == 0;
    m_empty->setText(m_document->isChecking() ? tr("Checking…")
                     : none                   ? tr("No problems: the drawing can be exported.")
                                              : tr("Nothing fits the filter."));
    m_empty->setVisible(m_filter->rowCount() == 0);
    sizeColumns();
}

/// Names and fixes take what they need; many words of a fix leave the message its room.
void ProblemsPanel::sizeColumns()
{
    QHeaderView *header = m_view->header();
    const auto widest = [this](int column) {
        int out = 0;
        for (int row = 0; row < std::min(m_filter->rowCount(), 200); ++row) {
            const QString text = m_filter->index(row, column).data().toString();
            out = std::max(out, m_view->fontMetrics().horizontalAdvance(text));
        }
        return out;
    };
    const int room = m_view->viewport()->width(), fix = widest(FindingsModel::Fix);
    header->setSectionHidden(FindingsModel::Fix, fix == 0);
    header->resizeSection(FindingsModel::Fix, std::min(fix + 24, room * 3 / 10));
    header->resizeSection(FindingsModel::Where,
                          std::min(widest(FindingsModel::Where) + 40, room / 4)); // and its icon
}

void ProblemsPanel::reveal(const QModelIndex &index)
{
    if (const Finding *f = findingAt(index)) {
        m_notShown = false;
        const Finding copy = *f;
        m_selection->reveal(copy.resource, copy.path);
    }
}

void ProblemsPanel::revealStep(int step)
{
    const int rows = m_filter->rowCount();
    if (rows == 0)
        return;
    // Where the one that was shown is gone, the next one stands in its place.
    const QModelIndex current = m_view->currentIndex();
    const bool there = m_view->selectionModel()->isSelected(current) && !m_notShown;
    const int from = !current.isValid()  ? (step > 0 ? -1 : rows)
                     : there || step < 0 ? current.row()
                                         : current.row() - 1;
    const QModelIndex next = m_filter->index((from + step + rows) % rows, 0);
    m_view->setCurrentIndex(next);
    reveal(next);
}

void ProblemsPanel::revealNext() { revealStep(1); }
void ProblemsPanel::revealPrevious() { revealStep(-1); }

void ProblemsPanel::applyFix(const Finding &finding)
{
    keepPlace(finding);
    if (movesCredential(finding))
        emit moveRequested(finding);
    else
        chartwright::applyFix(m_document, finding);
}

void ProblemsPanel::showMenu(const QPoint &pos)
{
    const QModelIndex index = m_view->indexAt(pos);
    const Finding *f = findingAt(index);
    if (!f)
        return;
    const Finding finding = *f;
    QMenu menu;
    menu.setObjectName(QStringLiteral("problems:menu"));
    connect(menu.addAction(tr("Show")), &QAction::triggered, this,
            [this, finding] { m_selection->reveal(finding.resource, finding.path); });
    if (finding.fix && finding.isOpen())
        connect(menu.addAction(finding.fixText), &QAction::triggered, this,
                [this, finding] { applyFix(finding); });
    menu.addSeparator();
    if (finding.accepted)
        connect(menu.addAction(tr("No Longer Accept")), &QAction::triggered, this, [this, finding] {
            m_document->push(accept(m_document->topology(), finding.resource,
                                    {finding.rule, finding.path.text(), {}}));
        });
    else if (finding.acceptable)
        connect(menu.addAction(tr("Accept with a Reason…")), &QAction::triggered, this,
                [this, finding] {
                    keepPlace(finding);
                    AcceptDialog::ask(m_document, finding, this);
                });
    else
        menu.addAction(tr("Cannot Be Accepted: It Must Be Mended"))->setEnabled(false);
    menu.exec(m_view->viewport()->mapToGlobal(pos));
}

void ProblemsPanel::showDetails()
{
    if (m_rowsChange)
        return;
    const QModelIndexList chosen = m_view->selectionModel()->selectedRows();
    const Finding *f = chosen.isEmpty() ? nullptr : findingAt(chosen.first());
    m_chosen = f ? std::optional(*f) : std::nullopt;
    m_notShown = false;
    if (m_place && !(m_chosen && *m_chosen == m_place->gone))
        m_place.reset(); // the person is elsewhere by now
    QStringList lines;
    if (f)
        lines = {f->explanation, f->remedy};
    lines.removeAll(QString());
    m_details->setText(lines.join(u'\n'));
    m_details->setVisible(!lines.isEmpty());
}

bool ProblemsPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view->viewport()) {
        if (event->type() == QEvent::Resize) {
            m_empty->setGeometry(m_view->viewport()->rect());
            sizeColumns();
        } else if (event->type() == QEvent::MouseMove ||
                   event->type() == QEvent::MouseButtonRelease) {
            auto *mouse = static_cast<QMouseEvent *>(event);
            const QModelIndex index = m_view->indexAt(mouse->position().toPoint());
            const bool fix =
                index.column() == FindingsModel::Fix && !index.data().toString().isEmpty();
            m_view->viewport()->setCursor(fix ? Qt::PointingHandCursor : Qt::ArrowCursor);
            if (event->type() == QEvent::MouseButtonRelease &&
                !std::exchange(m_secondClick, false) && fix && mouse->button() == Qt::LeftButton) {
                const Finding copy = *findingAt(index); // the fix changes the list
                applyFix(copy);
            }
        } else if (event->type() == QEvent::MouseButtonPress) {
            m_secondClick = false;
        } else if (event->type() == QEvent::MouseButtonDblClick) {
            // Meant for the row that the first click may have taken away.
            m_secondClick = true;
            const QModelIndex index =
                m_view->indexAt(static_cast<QMouseEvent *>(event)->position().toPoint());
            return index.column() == FindingsModel::Fix;
        }
    } else if (watched == m_view && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            reveal(m_view->currentIndex());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ProblemsPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        m_model->setPalette(palette());
        updateTexts();
    }
}

} // namespace chartwright
