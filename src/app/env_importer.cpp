// SPDX-License-Identifier: Apache-2.0
#include "app/env_importer.h"

#include "app/background.h"
#include "app/file_dialog.h"
#include "app/message_box.h"
#include "canvas/canvas_view.h"
#include "kinds/kept_values.h"
#include "panels/env_import_dialog.h"
#include "secrets/env_file.h"

#include <QDir>
#include <QFileInfo>
#include <cmath>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr double Grid = 10, Gap = 40;

/// As high as a node of so many keys will be, about.
QSizeF sizeFor(qsizetype keys)
{
    const qsizetype rows = std::min(keys, qsizetype(NodeShape::MaxKeys) + 1);
    return {NodeShape::Width, NodeShape::HeaderHeight + double(rows) * NodeShape::RowHeight + Gap};
}

} // namespace

EnvImporter::EnvImporter(Document *document, Selection *selection, CanvasView *canvas,
                         ValueKeeper *keeper, Settings *settings, QWidget *window)
    : QObject(window), m_document(document), m_selection(selection), m_canvas(canvas),
      m_keeper(keeper), m_settings(settings), m_window(window)
{
}

bool EnvImporter::isEnvFile(const QString &path)
{
    const QFileInfo info(path);
    const QString name = info.fileName();
    return info.isFile() &&
           (name == u".env"_s || name.startsWith(u".env."_s) || name.endsWith(u".env"_s));
}

bool EnvImporter::takesKeys(const ResourceId &id) const
{
    const ResourcePtr r = m_document->topology().find(id);
    return r && takesAnyKey(*r);
}

ResourceId EnvImporter::targetAt(QPointF view) const
{
    const QPointF at = m_canvas->mapToScene(view);
    for (const int n : m_canvas->scene().nodesIn(QRectF(at, QSizeF()))) {
        const SceneNode &node = m_canvas->scene().node(n);
        if (node.rect.contains(at) && takesKeys(node.shape.id))
            return node.shape.id;
    }
    return {};
}

void EnvImporter::importByDialog()
{
    const QString path = FileDialog::envFile(m_window, m_settings);
    if (path.isEmpty())
        return;
    const QList<ResourceId> chosen = m_selection->ids();
    const bool fits = chosen.size() == 1 && takesKeys(chosen.first());
    importFile(path, fits ? chosen.first() : ResourceId(), {});
}

void EnvImporter::importFile(const QString &path, const ResourceId &preferred,
                             std::optional<QPointF> place)
{
    const QString shown = QDir::toNativeSeparators(path);
    auto file = resultInBackground(m_window, tr("Reading %1").arg(shown),
                                   [&] { return readEnvFile(path); });
    if (!file)
        return MessageBox::showError(m_window, tr("%1 cannot be imported.").arg(shown),
                                     file.error());
    if (file->entries.empty()) {
        const QString reason = file->problems.isEmpty() ? tr("It holds no variables.")
                                                        : tr("Line %1: %2.")
                                                              .arg(file->problems.first().line)
                                                              .arg(file->problems.first().message);
        return MessageBox::showError(m_window, tr("%1 cannot be imported.").arg(shown),
                                     {reason, {}, {}});
    }
    auto *dialog =
        new EnvImportDialog(std::move(*file), QFileInfo(path).fileName(), m_document->topology(),
                            m_document->filePath(), preferred, m_keeper, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, place] { draw(dialog->imported(), place); });
    // Where two dialogs go at once some window managers leave the focus nowhere.
    connect(dialog, &QDialog::finished, m_window, [this] { m_window->activateWindow(); });
    dialog->open();
}

void EnvImporter::draw(EnvImport import, std::optional<QPointF> place)
{
    const QSizeF secretSize = sizeFor(import.secrets.size());
    const QSizeF configSize = sizeFor(import.settings.size());
    const QPointF wanted = place.value_or(m_canvas->insertPosition()) -
                           QPointF(NodeShape::Width / 2, NodeShape::HeaderHeight / 2);
    import.secret.place = freePlace(secretSize, wanted, {});
    import.config.place = freePlace(configSize, wanted, {QRectF(import.secret.place, secretSize)});
    QList<ResourceId> targets;
    const Edit edit = importEdit(m_document->topology(), import, &targets);
    m_document->push(edit);
    m_selection->set(targets.mid(0, 1));
    for (const ResourceId &id : targets)
        m_canvas->showNode(id);
    const int kept = int(std::count_if(import.secrets.begin(), import.secrets.end(),
                                       [](const EnvImport::Kept &k) { return !k.id.isEmpty(); }));
    emit imported(tr("%1 is imported: %2 and %3.")
                      .arg(import.source, tr("%n secret value(s)", nullptr, kept),
                           tr("%n setting(s)", nullptr, int(import.settings.size()))));
}

QPointF EnvImporter::freePlace(QSizeF size, QPointF wanted, const QList<QRectF> &others) const
{
    QPointF corner(std::round(wanted.x() / Grid) * Grid, std::round(wanted.y() / Grid) * Grid);
    const auto isTaken = [&] {
        const QRectF room(corner, size);
        return !m_canvas->scene().nodesIn(room).isEmpty() ||
               std::any_of(others.begin(), others.end(),
                           [&](const QRectF &r) { return r.intersects(room); });
    };
    while (isTaken())
        corner.ry() += Gap;
    return corner;
}

} // namespace chartwright
