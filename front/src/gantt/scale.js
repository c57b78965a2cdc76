// Days and pixels. A day is a whole number: days since 1 January 1970, without time zones.
const DAY = 864e5;
const MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
const LONG = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const SHORT = new Intl.DateTimeFormat("fr-FR", { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" });

// Pixels of one day at most; the two widest views stretch to fill the room there is.
export const ZOOMS = {
  mois: { perDay: 2.6, months: 1, label: (date) => MONTHS[date.getUTCMonth()] },
  trimestre: { perDay: 1.05, months: 3, label: (date) => `T${date.getUTCMonth() / 3 + 1}` },
  semestre: { perDay: 0.5, months: 6, label: (date) => `S${date.getUTCMonth() / 6 + 1}` },
  annee: { perDay: 0.24, months: 12, label: () => "" },
};

export const toDay = (text) => Math.round(Date.parse(text) / DAY);
export const toDate = (day) => new Date(day * DAY);
export const toText = (day) => toDate(day).toISOString().slice(0, 10);
export const longDate = (day) => LONG.format(toDate(day)).replace(/^1 /, "1er ");
export const shortDate = (day) => SHORT.format(toDate(day));

/** « + 6 semaines », « + 3 jours », « à la date prévue ». */
export function tellShift(days) {
  if (!days) return "à la date prévue";
  const size = Math.abs(days);
  const sign = days > 0 ? "+" : "−";
  if (size < 14) return `${sign} ${size} jour${size > 1 ? "s" : ""}`;
  return `${sign} ${Math.round(size / 7)} semaines`;
}

export function shortShift(days) {
  const sign = days > 0 ? "+" : "−";
  const size = Math.abs(days);
  return size < 14 ? `${sign} ${size} j` : `${sign} ${Math.round(size / 7)} sem.`;
}

/** Whole years around the days asked, so that the head never begins in the middle of one. */
export class Scale {
  constructor(from, to, zoom, room) {
    const first = toDate(from).getUTCFullYear();
    const last = toDate(to).getUTCFullYear();
    this.zoom = ZOOMS[zoom] ? zoom : "semestre";
    this.first = Date.UTC(first, 0, 1) / DAY;
    this.last = Date.UTC(last + 1, 0, 1) / DAY;
    this.years = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    this.perDay = Math.max(ZOOMS[this.zoom].perDay, room / (this.last - this.first));
  }

  get width() {
    return Math.round((this.last - this.first) * this.perDay);
  }

  x(day) {
    return Math.round((day - this.first) * this.perDay * 10) / 10;
  }

  day(x) {
    return this.first + Math.round(x / this.perDay);
  }

  /** The parts of the lower head: their place, their width, their name. */
  parts() {
    const { months, label } = ZOOMS[this.zoom];
    const found = [];
    for (const year of this.years) {
      for (let month = 0; month < 12; month += months) {
        const from = Date.UTC(year, month, 1) / DAY;
        const to = Date.UTC(year, month + months, 1) / DAY;
        found.push({ x: this.x(from), width: this.x(to) - this.x(from), text: label(toDate(from)), opensYear: month === 0 });
      }
    }
    return found;
  }
}
