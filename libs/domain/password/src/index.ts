export {
  passwordProblem,
  PASSWORD_LENGTH,
  PASSWORD_PROBLEMS,
  type PasswordProblem,
} from './password-problem.js';
