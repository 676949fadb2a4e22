// Student's t distribution, exact for whole degrees of freedom. Pure.

/** The quantile that leaves `outside` in both tails together; `degrees` of freedom are a whole number from 1 on. */
export const studentQuantile = (degrees: number, outside = 0.05): number => {
  let [low, high] = [0, Math.PI / 2];
  for (let i = 0; i < 60; i++) {
    const angle = (low + high) / 2;
    if (outsideOf(angle, degrees) > outside) low = angle;
    else high = angle;
  }
  return Math.sqrt(degrees) * Math.tan(low);
};

/** P(|T| > |t|), two-sided. */
export const studentTails = (t: number, degrees: number): number =>
  Math.max(0, outsideOf(Math.atan(Math.abs(t) / Math.sqrt(degrees)), degrees));

/** P(|T| > √degrees · tan(angle)): a finite sum, exact (Abramowitz and Stegun 26.7.3 and 26.7.4). */
const outsideOf = (angle: number, degrees: number): number => {
  const odd = degrees % 2 === 1;
  const cosine = Math.cos(angle);
  let term = odd ? cosine : 1;
  let sum = 0;
  for (let power = odd ? 1 : 0; power <= degrees - 2; power += 2) {
    sum += term;
    term *= ((power + 1) / (power + 2)) * cosine * cosine;
  }
  return 1 - (odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum);
};
