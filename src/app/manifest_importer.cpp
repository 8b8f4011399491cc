// SPDX-License-Identifier: Apache-2.0
#include "app/manifest_importer.h"

#include "app/background.h"
#include "app/file_dialog.h"
#include "app/message_box.h"
#include "canvas/canvas_view.h"
#include "canvas/layout.h"
#include "panels/keep_values_dialog.h"

#include <QDir>
#include <cmath>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr double Grid = 10;

QPointF onGrid(QPointF p)
{
    return {std::round(p.x() / Grid) * Grid, std::round(p.y() / Grid) * Grid};
}

QStringList sentences(const QList<ImportNote> &notes)
{
    QStringList out;
    for (const ImportNote &note : notes)
        out.append((note.where.isEmpty() ? note.text : note.where + u": "_s + note.text) + u'.');
    return out;
}

} // namespace

ManifestImporter::ManifestImporter(Document *document, Selection *selection, CanvasView *canvas,
                                   ValueKeeper *keeper, Settings *settings, QWidget *window)
    : QObject(window), m_document(document), m_selection(selection), m_canvas(canvas),
      m_keeper(keeper), m_settings(settings), m_window(window)
{
}

void ManifestImporter::importByDialog()
{
    const QStringList paths = FileDialog::manifests(m_window, m_settings);
    if (!paths.isEmpty())
        importFiles(paths, {});
}

void ManifestImporter::importFolderByDialog()
{
    const QString path =
        FileDialog::folder(m_window, m_settings, tr("Import the Manifests of a Folder"));
    if (!path.isEmpty())
        importFiles({path}, {});
}

void ManifestImporter::importFiles(const QStringList &paths, std::optional<QPointF> place)
{
    const QString shown = paths.size() == 1 ? QDir::toNativeSeparators(paths.first())
                                            : tr("%n file(s)", nullptr, int(paths.size()));
    bring(
        shown, [paths] { return readManifestFiles(paths); }, place);
}

void ManifestImporter::importText(const QString &text)
{
    const auto read = [text] {
        QByteArray bytes = text.toUtf8();
        auto objects = readManifests(bytes, tr("clipboard"));
        wipe(bytes);
        return objects;
    };
    bring(tr("The text of the clipboard"), read, m_canvas->insertPosition());
}

void ManifestImporter::importObjects(const QString &what, const QList<ManifestObject> &objects)
{
    bring(what, [objects] { return Result<QList<ManifestObject>>(objects); }, {});
}

void ManifestImporter::bring(const QString &what, const Read &read, std::optional<QPointF> place)
{
    const Topology topology = m_document->topology();
    // What nobody has drawn into yet takes the name of the chart that the manifests were made with.
    const bool isNew = topology.resources().size() <= 1 && m_document->filePath().isEmpty();
    auto import =
        resultInBackground(m_window, tr("Reading %1").arg(what), [&]() -> Result<ManifestImport> {
            const auto objects = read();
            if (!objects)
                return tl::unexpected(objects.error());
            return importManifests(topology, *objects, {{}, isNew});
        });
    const QString failed = tr("%1 cannot be imported.").arg(what);
    if (!import)
        return MessageBox::showError(m_window, failed, import.error());
    if (import->objects == 0)
        return MessageBox::showError(m_window, failed,
                                     {sentences(import->notes).join(u'\n'), {}, {}});
    if (import->values.empty())
        return draw(*import, place);
    keepThenDraw(std::move(*import), place);
}

void ManifestImporter::keepThenDraw(ManifestImport import, std::optional<QPointF> place)
{
    QStringList keys;
    for (const ImportedValue &value : import.values)
        keys.append(tr("%1 of %2").arg(value.key, value.secret));
    const int count = int(keys.size());
    const QString answer = MessageBox::ask(
        m_window,
        {QMessageBox::Question,
         tr("Keep %n value(s) in the keychain?", nullptr, count),
         tr("The drawing never holds values of Secrets. Those that are not kept have to be typed "
            "again."),
         keys,
         {{u"keep"_s, tr("Keep"), QMessageBox::AcceptRole},
          {u"leave"_s, tr("Import Without Values"), QMessageBox::DestructiveRole},
          {u"cancel"_s, tr("Cancel"), QMessageBox::RejectRole}}});
    if (answer == u"leave")
        return draw(import, place);
    if (answer != u"keep")
        return;
    auto values = valuesToKeep(import, m_document->filePath());
    auto *keeping = new KeepValuesDialog(m_keeper, std::move(values), m_window);
    // The values are out of it by now, so that it can be copied.
    const auto shared = std::make_shared<const ManifestImport>(std::move(import));
    connect(keeping, &QDialog::accepted, this, [this, shared, place] { draw(*shared, place); });
    keeping->begin();
}

QList<PlacementChange> ManifestImporter::places(const ManifestImport &import,
                                                std::optional<QPointF> place) const
{
    Topology after = m_document->topology(), made(m_document->kinds());
    after.apply(import.edit);
    for (const ResourceId &id : import.made)
        made.put(after.find(id));
    const QHash<ResourceId, QPointF> laid = layout(made, RefIndex(made));
    QList<Scene::Footprint> group;
    QRectF all;
    for (const ResourceId &id : import.made) {
        const NodeShape shape = nodeShape(after, *after.find(id));
        group.append({QRectF(laid.value(id), shape.size()), shape.templated});
        all |= group.constLast().rect;
    }
    const QPointF corner =
        onGrid(place.value_or(m_canvas->insertPosition()) - QPointF(all.width(), all.height()) / 2);
    const QPointF offset = m_canvas->scene().freeOffset(group, corner - all.topLeft());
    QList<PlacementChange> out;
    for (const ResourceId &id : import.made)
        out.append({id, std::nullopt, laid.value(id) + offset});
    return out;
}

void ManifestImporter::draw(const ManifestImport &import, std::optional<QPointF> place)
{
    Edit edit = import.edit;
    // While a question stood open somebody may have drawn on.
    Topology after = m_document->topology();
    for (const Change &change : std::as_const(edit.changes)) {
        if (after.find(change.id) != change.before)
            return MessageBox::showError(
                m_window, tr("The manifests cannot be imported."),
                {tr("The drawing was changed in the meantime"), {}, tr("Import them again.")});
    }
    edit.moves += places(import, place);
    m_document->push(edit);
    m_selection->set(import.made);
    if (import.made.size() == 1)
        m_canvas->showNode(import.made.constFirst());
    else
        m_canvas->fitSelection();

    emit imported(summary(import), sentences(import.notes));
}

} // namespace chartwright
