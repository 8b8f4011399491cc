// SPDX-License-Identifier: Apache-2.0
#include "panels/findings_model.h"

#include "model/kind_spec.h"
#include "panels/panel_style.h"

#include <QTextDocument>

namespace chartwright {

FindingsModel::FindingsModel(Document *document, QObject *parent)
    : QAbstractTableModel(parent), m_document(document), m_findings(document->findings())
{
    count();
    connect(document, &Document::findingsChanged, this, &FindingsModel::update);
    // Names change without any finding doing so.
    connect(document, &Document::changed, this, [this](const ChangeEvent &event) {
        if (!event.changes.isEmpty() && !m_findings.isEmpty())
            emit dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1), {Qt::DisplayRole});
    });
}

void FindingsModel::update()
{
    const QList<Finding> now = m_document->findings();
    if (now == m_findings)
        return;
    emit aboutToChange();
    // Only the part that differs is replaced, so that selection and scrolling stay.
    qsizetype head = 0, tail = 0;
    const qsizetype shorter = std::min(now.size(), m_findings.size());
    while (head < shorter && now[head] == m_findings[head])
        ++head;
    while (tail < shorter - head &&
           now[now.size() - 1 - tail] == m_findings[m_findings.size() - 1 - tail])
        ++tail;
    const qsizetype gone = m_findings.size() - head - tail, come = now.size() - head - tail;
    const qsizetype same = std::min(gone, come);
    for (qsizetype i = head; i < head + same; ++i)
        m_findings[i] = now[i];
    if (same > 0)
        emit dataChanged(index(int(head), 0), index(int(head + same) - 1, Columns - 1));
    if (gone > same) {
        beginRemoveRows({}, int(head + same), int(head + gone) - 1);
        m_findings = now;
        endRemoveRows();
    } else if (come > same) {
        beginInsertRows({}, int(head + same), int(head + come) - 1);
        m_findings = now;
        endInsertRows();
    }
    count();
    emit countsChanged();
}

void FindingsModel::count()
{
    m_acceptedCount = 0;
    std::fill(std::begin(m_counts), std::end(m_counts), 0);
    for (const Finding &f : std::as_const(m_findings)) {
        if (f.isOpen())
            ++m_counts[int(f.severity)];
        else
            ++m_acceptedCount;
    }
}

const Finding *FindingsModel::finding(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_findings.size() ? &m_findings[index.row()] : nullptr;
}

void FindingsModel::setPalette(const QPalette &palette)
{
    m_palette = palette;
    if (!m_findings.isEmpty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
}

int FindingsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_findings.size());
}

int FindingsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QString FindingsModel::resourceName(const Finding &f) const
{
    const ResourcePtr r = m_document->topology().find(f.resource);
    return r ? r->name : f.resource.text;
}

QString FindingsModel::kindOf(const Finding &f) const
{
    const ResourcePtr r = m_document->topology().find(f.resource);
    return r ? r->kind : QString();
}

QVariant FindingsModel::data(const QModelIndex &index, int role) const
{
    const Finding *f = finding(index);
    if (!f)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Where)
            return resourceName(*f);
        if (index.column() == Fix)
            return f->fix && f->isOpen() ? f->fixText : QString();
        return f->accepted ? tr("%1 (accepted: %2)").arg(f->message, *f->accepted) : f->message;
    case Qt::DecorationRole:
        // Two resources of different kinds may have one name.
        if (index.column() == Where)
            return style::kindIcon(m_document->topology().kinds().find(kindOf(*f)), m_palette);
        if (index.column() != What)
            return {};
        return f->isOpen() ? style::severityIcon(f->severity, m_palette)
                           : style::acceptedIcon(m_palette);
    case Qt::ForegroundRole:
        if (index.column() == Fix)
            return style::accent(m_palette);
        return f->isOpen() ? QVariant() : style::muted(m_palette);
    case Qt::ToolTipRole: {
        // As HTML-free lines: messages hold names that people typed.
        QStringList lines{f->message, f->explanation, f->remedy, f->rule};
        if (index.column() == Fix && f->fix)
            lines.prepend(f->fixText);
        if (index.column() == Where)
            lines.prepend(kindOf(*f) + u' ' + resourceName(*f));
        lines.removeAll(QString());
        return Qt::convertFromPlainText(lines.join(u'\n'));
    }
    case Qt::AccessibleTextRole:
        if (index.column() == What)
            return tr("%1: %2").arg(style::severityTitle(f->severity), f->message);
        if (index.column() == Where)
            return QString(kindOf(*f) + u' ' + resourceName(*f));
        return {};
    case SeverityRole:
        return int(f->severity);
    case AcceptedRole:
        return !f->isOpen();
    case TextRole:
        return QStringList{resourceName(*f), f->message, f->rule, f->path.text()}.join(u' ');
    default:
        return {};
    }
}

QVariant FindingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Where:
        return tr("Resource");
    case What:
        return tr("Problem");
    default:
        return tr("Fix");
    }
}

void FindingsFilter::setText(const QString &text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

void FindingsFilter::setShown(Severity severity, bool shown)
{
    m_shown[int(severity)] = shown;
    invalidateFilter();
}

void FindingsFilter::setAcceptedShown(bool shown)
{
    m_acceptedShown = shown;
    invalidateFilter();
}

bool FindingsFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (!m_shown[index.data(FindingsModel::SeverityRole).toInt()])
        return false;
    if (index.data(FindingsModel::AcceptedRole).toBool() && !m_acceptedShown)
        return false;
    const QString text = index.data(FindingsModel::TextRole).toString();
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString &word) {
        return text.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace chartwright
