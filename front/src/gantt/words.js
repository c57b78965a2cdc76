// What a bar says: to those who hover it, and to those who do not see it.
import { longDate, tellShift } from "./scale.js";

const LIMITS = { engagement: "Date limite d’engagement", livraison: "Date limite de livraison", autre: "Échéance" };
export const nameLimit = (limit) => limit.label || LIMITS[limit.kind] || LIMITS.autre;

/** The lines of a row's description, the first being its name. */
export function describe(row) {
  const lines = [row.label];
  if (row.owner) lines.push(row.owner);
  if (row.from == null) return [...lines, "Dates non renseignées"];
  lines.push(row.from === row.to ? longDate(row.from) : `Du ${longDate(row.from)} au ${longDate(row.to)}`);
  if (row.progress != null) lines.push(`Avancement : ${row.progress} %`);
  if (row.critical) lines.push("Sur le chemin critique");
  else if (row.float != null) lines.push(`Marge : ${row.float} jour${Math.abs(row.float) > 1 ? "s ouvrés" : " ouvré"}`);
  if (row.ghost) lines.push(`Référence : fin le ${longDate(row.ghost[1])}, ${tellShift(row.delay ?? row.to - row.ghost[1])}`);
  for (const limit of row.limits) {
    const late = (limit.at ?? row.to) - limit.day;
    lines.push(`${nameLimit(limit)} : ${longDate(limit.day)}${late > 0 ? ` (dépassée, ${tellShift(late)})` : ""}`);
  }
  return lines;
}

export const tellMark = (mark) => `${mark.label} : ${longDate(mark.day)}`;
export const tellGroup = (group) => `${group.label}, ${group.rows.length} opération${group.rows.length > 1 ? "s" : ""}`;
