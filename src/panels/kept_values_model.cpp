// SPDX-License-Identifier: Apache-2.0
#include "panels/kept_values_model.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>

namespace chartwright {
namespace {

enum Role { PlaceRole = Qt::UserRole, DocumentRole }; // a value's place in the list

QString wordsFor(ValueUse use)
{
    switch (use) {
    case ValueUse::Open:
        return KeptValuesModel::tr("In use, by the open drawing");
    case ValueUse::Elsewhere:
        return KeptValuesModel::tr("In use");
    case ValueUse::Undo:
        return KeptValuesModel::tr("Undo can bring it back");
    case ValueUse::Unreadable:
        return KeptValuesModel::tr("The drawing cannot be read now");
    case ValueUse::Gone:
        return KeptValuesModel::tr("The drawing's file is gone");
    case ValueUse::None:
        break;
    }
    return KeptValuesModel::tr("No drawing uses it");
}

/// The folder too: the file has the same name in each.
QString titleOf(const QString &document)
{
    if (document.isEmpty())
        return KeptValuesModel::tr("Not saved yet");
    const QFileInfo file(document);
    const QString folder = QFileInfo(file.path()).fileName();
    return folder.isEmpty() ? file.fileName() : folder + u'/' + file.fileName();
}

QStandardItem *cell(const QString &text, const QString &toolTip = {})
{
    auto *out = new QStandardItem(text);
    out->setToolTip(toolTip.isEmpty() ? text : toolTip);
    out->setEditable(false);
    return out;
}

} // namespace

KeptValuesModel::KeptValuesModel(QObject *parent) : QStandardItemModel(0, Columns, parent) {}

QStandardItem *KeptValuesModel::addDocument(const QString &document)
{
    auto *name = cell(titleOf(document), QDir::toNativeSeparators(document));
    name->setData(document, DocumentRole);
    appendRow({name, cell({}), cell({})});
    return name;
}

void KeptValuesModel::setValues(const QList<SurveyedValue> &values)
{
    removeRows(0, rowCount());
    m_values = values;
    QHash<QString, QStandardItem *> documents;
    for (qsizetype i = 0; i < m_values.size(); ++i) {
        const IndexEntry &e = m_values[i].entry;
        QStandardItem *&document = documents[e.document];
        if (!document)
            document = addDocument(e.document);
        auto *name = cell(e.secret + u'/' + e.key);
        name->setData(i, PlaceRole);
        const QDateTime when = e.when.toLocalTime();
        const QLocale locale;
        document->appendRow({name,
                             cell(locale.toString(when, QLocale::ShortFormat),
                                  locale.toString(when, QLocale::LongFormat)),
                             cell(stateOf(m_values[i]))});
    }
}

void KeptValuesModel::setMissing(const QSet<QString> &ids)
{
    if (std::exchange(m_missing, ids) == ids)
        return;
    for (int i = 0; i < rowCount(); ++i) {
        QStandardItem *document = item(i);
        for (int row = 0; row < document->rowCount(); ++row) {
            const auto place = document->child(row)->data(PlaceRole).toLongLong();
            document->child(row, State)->setText(stateOf(m_values[place]));
            document->child(row, State)->setToolTip(stateOf(m_values[place]));
        }
    }
}

QString KeptValuesModel::stateOf(const SurveyedValue &value) const
{
    return m_missing.contains(value.entry.id) ? tr("Not in the keychain any more")
                                              : wordsFor(value.use);
}

QList<SurveyedValue> KeptValuesModel::valuesAt(const QModelIndexList &rows) const
{
    QSet<qlonglong> places;
    for (const QModelIndex &row : rows) {
        const QStandardItem *at = itemFromIndex(row.siblingAtColumn(Name));
        if (at->data(PlaceRole).isValid())
            places.insert(at->data(PlaceRole).toLongLong());
        for (int i = 0; i < at->rowCount(); ++i)
            places.insert(at->child(i)->data(PlaceRole).toLongLong());
    }
    QList<SurveyedValue> out;
    for (qsizetype i = 0; i < m_values.size(); ++i) {
        if (places.contains(i))
            out.append(m_values[i]);
    }
    return out;
}

QModelIndex KeptValuesModel::indexOf(const SurveyedValue &value) const
{
    const auto isIt = [&](const QModelIndex &row) {
        const IndexEntry &e = m_values[row.data(PlaceRole).toLongLong()].entry;
        return e.id == value.entry.id && e.target == value.entry.target &&
               e.document == value.entry.document;
    };
    for (int i = 0; i < rowCount(); ++i) {
        for (int row = 0; row < rowCount(index(i, 0)); ++row) {
            if (const QModelIndex at = index(row, 0, index(i, 0)); isIt(at))
                return at;
        }
    }
    return {};
}

std::optional<QString> KeptValuesModel::document(const QModelIndex &index) const
{
    const QVariant out = index.siblingAtColumn(Name).data(DocumentRole);
    return out.isValid() ? std::optional(out.toString()) : std::nullopt;
}

QVariant KeptValuesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Secret and key");
    case When:
        return tr("Set");
    case State:
        return tr("State");
    default:
        return {};
    }
}

} // namespace chartwright
